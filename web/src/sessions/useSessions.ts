import type { ApolloCache } from '@apollo/client/core';
import { computed, ref } from 'vue';
import { withoutNode, type CachedConnection } from '../apollo/connections';
import { usePages } from '../apollo/usePages';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { SessionEndDocument, SessionsDocument } from '../gql/graphql';

const pageSize = 25;

/** Where the viewer is signed in, and how to end that. */
export function useSessions() {
  const pages = usePages(SessionsDocument, { first: pageSize }, (data) => data.sessions);
  const mutation = useMutationWithErrors(
    SessionEndDocument,
    (data) => data.sessionEnd,
    (cache, _, { id }) => removeSession(cache, id),
  );
  const endingOthers = ref(false);
  const others = computed(() => pages.entries.value?.filter((each) => !each.current) ?? []);

  async function end(id: string): Promise<boolean> {
    return !!(await mutation.send({ id }));
  }

  /** One after the other, as the API ends them, until none is left or one cannot be ended. */
  async function endOthers(): Promise<boolean> {
    endingOthers.value = true;
    try {
      let left = others.value;
      while (left.length) {
        for (const { id } of left) if (!(await end(id))) return false;
        const answer = await pages.refetch();
        left = answer?.data.sessions.edges.map((edge) => edge.node).filter((each) => !each.current) ?? [];
      }
      return true;
    } catch {
      // All that were shown have ended; whether there are more is not known.
      return !pages.more.hasMore;
    } finally {
      endingOthers.value = false;
    }
  }

  return {
    ...pages,
    others,
    end,
    ending: mutation.sending,
    problems: mutation.problems,
    endOthers,
    endingOthers,
  };
}

function removeSession(cache: ApolloCache<unknown>, id: string): void {
  const sessionRef = cache.identify({ __typename: 'UserSession', id });
  if (!sessionRef) return;
  cache.modify<{ sessions: CachedConnection }>({
    fields: { sessions: (list) => withoutNode(list as CachedConnection, sessionRef) },
  });
}
