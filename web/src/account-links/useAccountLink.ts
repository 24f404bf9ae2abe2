import { useQuery } from '@vue/apollo-composable';
import { computed, onScopeDispose, ref, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { failureOf } from '../apollo/failure';
import { AccountLinkDocument } from '../gql/graphql';
import { setDisplayLanguage } from '../locales/language';
import { session } from '../sessions/session';

/**
 * The emailed link this page was opened by. Its token leaves the address bar at once and stays with this entry of the
 * browser's history, so that a phone that reloads the page in between does not lose it.
 */
export function useAccountLink() {
  const route = useRoute();
  const router = useRouter();
  const stored: unknown = (history.state as { token?: unknown } | null)?.token;
  const token = ref(typeof stored === 'string' ? stored : '');

  watch(
    () => route.hash,
    (hash) => {
      const received = /^#token=(.+)$/.exec(hash)?.[1];
      if (!received) return;
      token.value = received;
      void router.replace({ path: route.path, query: route.query, state: { token: received } });
    },
    { immediate: true },
  );

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
  onScopeDispose(() => setDisplayLanguage(session.viewer.value?.locale ?? ''));

  return {
    token,
    /** undefined while it is not known, null when the portal has made no such link. */
    link,
    loading,
    failure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    refetch,
  };
}
