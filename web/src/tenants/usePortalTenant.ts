import { useQuery } from '@vue/apollo-composable';
import { computed, watch } from 'vue';
import { failureOf } from '../apollo/failure';
import { PortalDocument } from '../gql/graphql';
import { speakPreferredLanguage } from '../locales/language';
import { session } from '../sessions/session';
import { showFace } from './face';

/** The tenant of the portal at this address, which anyone may know. */
export function usePortalTenant() {
  const { result, error, loading, refetch } = useQuery(PortalDocument);
  watch(
    () => result.value?.portal.tenant,
    (tenant) => {
      if (tenant === undefined || session.state.value === 'signed-in') return;
      showFace(tenant);
      if (tenant) speakPreferredLanguage(tenant.defaultLocale);
    },
    { immediate: true },
  );
  return {
    tenant: computed(() => result.value?.portal.tenant ?? null),
    /** How visitors can sign in; none while it is not known. */
    signInMethods: computed(() => result.value?.portal.signInMethods ?? []),
    /** Single sign-on, where that is one of them. */
    singleSignOn: computed(() => result.value?.portal.singleSignOn ?? null),
    isLoaded: computed(() => !!result.value),
    failure: computed(() => (error.value ? failureOf(error.value) : null)),
    loading,
    refetch,
  };
}
