import { useQuery } from '@vue/apollo-composable';
import { computed, ref } from 'vue';
import { client } from '../apollo/client';
import type { CachedConnection } from '../apollo/connections';
import { failureOf, type Failure } from '../apollo/failure';
import { useVerb } from '../apollo/useVerb';
import { SessionEndDocument, SessionsDocument } from '../gql/graphql';

const pageSize = 25;

/** Where the viewer is signed in, and how to end that. */
export function useSessions() {
  const { result, loading, error, refetch, fetchMore } = useQuery(
    SessionsDocument,
    { first: pageSize },
    { fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first', notifyOnNetworkStatusChange: true },
  );
  const verb = useVerb(SessionEndDocument, (data) => data.sessionEnd);
  const endingOthers = ref(false);
  const moreFailure = ref<Failure | null>(null);
  const sessions = computed(() => result.value?.sessions.edges.map((edge) => edge.node));
  const others = computed(() => sessions.value?.filter((each) => !each.current) ?? []);
  const hasMore = computed(() => result.value?.sessions.pageInfo.hasNextPage ?? false);

  async function end(id: string): Promise<boolean> {
    const done = !!(await verb.send({ id }));
    if (done) forgetSession(id);
    return done;
  }

  /** One after the other, as the API ends them, until none is left or one cannot be ended. */
  async function endOthers(): Promise<boolean> {
    endingOthers.value = true;
    try {
      let left = others.value;
      while (left.length) {
        for (const { id } of left) if (!(await end(id))) return false;
        const answer = await refetch();
        left = answer?.data.sessions.edges.map((edge) => edge.node).filter((each) => !each.current) ?? [];
      }
      return true;
    } catch {
      // All that were shown have ended; whether there are more could not be asked.
      return !hasMore.value;
    } finally {
      endingOthers.value = false;
    }
  }

  async function loadMore(): Promise<void> {
    moreFailure.value = null;
    const after = result.value?.sessions.pageInfo.endCursor;
    await fetchMore({ variables: { first: pageSize, after } })?.catch((reason: unknown) => {
      moreFailure.value = failureOf(reason);
    });
  }

  return {
    sessions,
    others,
    totalCount: computed(() => result.value?.sessions.totalCount ?? 0),
    hasMore,
    loading,
    failure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    refetch,
    end,
    ending: verb.sending,
    endFailure: verb.failure,
    otherErrors: verb.otherErrors,
    endOthers,
    endingOthers,
    loadMore,
    moreFailure,
  };
}

function forgetSession(id: string): void {
  client.cache.modify<{ sessions: CachedConnection }>({
    fields: {
      sessions(known, { readField }) {
        const list = known as CachedConnection;
        const edges = list.edges.filter((edge) => readField('id', edge.node) !== id);
        return { ...list, edges, totalCount: (list.totalCount ?? 1) - 1 };
      },
    },
  });
}
