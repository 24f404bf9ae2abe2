import { useQuery } from '@vue/apollo-composable';
import { computed, watch } from 'vue';
import { AgentsDocument } from '../gql/graphql';

/** Everyone a ticket can be assigned to. Staff only. */
export function useAgents() {
  const { result, fetchMore } = useQuery(AgentsDocument, { first: 100 });
  watch(
    () => result.value?.agents.pageInfo,
    (page) => {
      if (page?.hasNextPage) fetchMore({ variables: { first: 100, after: page.endCursor } })?.catch(() => {});
    },
  );
  return { agents: computed(() => result.value?.agents.edges.map((edge) => edge.node) ?? []) };
}
