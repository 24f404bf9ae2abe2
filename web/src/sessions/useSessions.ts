import type { ApolloCache } from '@apollo/client/core';
import { computed, ref } from 'vue';
import type { CachedConnection } from '../apollo/connections';
import { usePages } from '../apollo/usePages';
import { useVerb } from '../apollo/useVerb';
import { SessionEndDocument, SessionsDocument } from '../gql/graphql';

const pageSize = 25;

/** Where the viewer is signed in, and how to end that. */
export function useSessions() {
  const pages = usePages(SessionsDocument, { first: pageSize }, (data) => data.sessions);
  const verb = useVerb(
    SessionEndDocument,
    (data) => data.sessionEnd,
    (cache, _, { id }) => removeSession(cache, id),
  );
  const endingOthers = ref(false);
  const others = computed(() => pages.entries.value?.filter((each) => !each.current) ?? []);

  async function end(id: string): Promise<boolean> {
    return !!(await verb.send({ id }));
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
      // All that were shown have ended; whether there are more could not be asked.
      return !pages.more.isThere;
    } finally {
      endingOthers.value = false;
    }
  }

  return {
    ...pages,
    others,
    end,
    ending: verb.sending,
    problems: verb.problems,
    endOthers,
    endingOthers,
  };
}

function removeSession(cache: ApolloCache<unknown>, id: string): void {
  cache.modify<{ sessions: CachedConnection }>({
    fields: {
      sessions(known, { readField }) {
        const list = known as CachedConnection;
        const edges = list.edges.filter((edge) => readField('id', edge.node) !== id);
        return { ...list, edges, totalCount: (list.totalCount ?? 1) - 1 };
      },
    },
  });
}
