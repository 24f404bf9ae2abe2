import { ref, watch, type Ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';

/**
 * The token of the link this page was opened by; empty without one. It leaves the address bar at once and stays with this
 * entry of the browser's history, so that a phone that reloads the page in between does not lose it.
 */
export function useLinkToken(): Ref<string> {
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
  return token;
}
