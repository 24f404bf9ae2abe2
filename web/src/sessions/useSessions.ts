import type { ApolloCache } from '@apollo/client/core';
import { computed } from 'vue';
import { withoutNode, type CachedConnection } from '../apollo/connections';
import { usePages } from '../apollo/usePages';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { SessionEndDocument, SessionEndOthersDocument, SessionsDocument } from '../gql/graphql';

const pageSize = 25;

/** Where the viewer is signed in, and how to end that. */
export function useSessions() {
  const pages = usePages(SessionsDocument, { first: pageSize }, (data) => data.sessions);
  const ending = useMutationWithErrors(
    SessionEndDocument,
    (data) => data.sessionEnd,
    (cache, _, { id }) => removeSession(cache, id),
  );
  const endingOthers = useMutationWithErrors(
    SessionEndOthersDocument,
    (data) => data.sessionEndOthers,
    (cache) => removeOthers(cache),
  );
  const others = computed(() => pages.entries.value?.filter((each) => !each.current) ?? []);

  return {
    ...pages,
    others,
    end: async (id: string) => !!(await ending.send({ id })),
    ending: ending.sending,
    problems: () => [...ending.problems(), ...endingOthers.problems()],
    endOthers: async () => !!(await endingOthers.send({})),
    endingOthers: endingOthers.sending,
  };
}

function removeSession(cache: ApolloCache<unknown>, id: string): void {
  const sessionRef = cache.identify({ __typename: 'UserSession', id });
  if (!sessionRef) return;
  cache.modify<{ sessions: CachedConnection }>({
    fields: { sessions: (list) => withoutNode(list as CachedConnection, sessionRef) },
  });
}

function removeOthers(cache: ApolloCache<unknown>): void {
  cache.modify<{ sessions: CachedConnection }>({
    fields: {
      sessions(given, { readField }) {
        const list = given as CachedConnection;
        const edges = list.edges.filter(({ node }) => readField('current', node));
        return { ...list, edges, totalCount: 1, pageInfo: { ...list.pageInfo, hasNextPage: false } };
      },
    },
  });
}
