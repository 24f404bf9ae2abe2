import { ref } from 'vue';
import { SetUpDocument } from '../gql/graphql';
import { useSessionStart } from '../sessions/useSessionStart';

export function useSetUp() {
  /** Where the organisation is found from now on; null until it is set up. */
  const url = ref<string | null>(null);
  const start = useSessionStart(SetUpDocument, ({ setUp }) => {
    url.value = setUp.url ?? null;
    return setUp;
  });
  return { url, ...start };
}
