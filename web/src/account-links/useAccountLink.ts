import { useQuery } from '@vue/apollo-composable';
import { computed, onScopeDispose, watch } from 'vue';
import { failureOf } from '../apollo/failure';
import { AccountLinkDocument } from '../gql/graphql';
import { offeredLocale } from '#shared/locale.ts';
import { setDisplayLanguage } from '../locales/language';
import { session } from '../sessions/session';
import { useLinkToken } from './useLinkToken';

/** The emailed link this page was opened by. */
export function useAccountLink() {
  const token = useLinkToken();
  const { result, loading, error, refetch } = useQuery(
    AccountLinkDocument,
    () => ({ token: token.value }),
    // Nothing of it is cached: the next query must see its current state.
    () => ({ enabled: !!token.value, fetchPolicy: 'no-cache', notifyOnNetworkStatusChange: true }),
  );
  const link = computed(() => (token.value ? result.value?.accountLink : null));
  watch(
    () => link.value?.locale,
    (locale) => locale && setDisplayLanguage(locale),
  );
  // Who was signed in all the time continues in their own language.
  onScopeDispose(() => {
    const viewer = session.viewer.value;
    if (viewer) setDisplayLanguage(offeredLocale(viewer.locale, viewer.tenant));
  });

  return {
    token,
    /** undefined while it is not known, null when the portal has made no such link. */
    link,
    loading,
    failure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    refetch,
  };
}
