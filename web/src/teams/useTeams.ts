import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { usePages } from '../apollo/usePages';
import { useRefetchSoon } from '../events/useRefetchSoon';
import {
  TeamArchiveDocument,
  TeamCreateDocument,
  TeamNamesDocument,
  TeamUpdateDocument,
  TeamsDocument,
  type TeamFieldsFragment,
} from '../gql/graphql';

export type Team = TeamFieldsFragment;

const isOfTeams = ({ __typename: type }: { __typename: string }) => type.startsWith('Team');

/** Every team a ticket can be assigned to, live. Staff only. */
export function useTeamNames() {
  const { result, refetch } = useQuery(TeamNamesDocument);
  useRefetchSoon(refetch, isOfTeams);
  return { teams: computed(() => result.value?.teams.edges.map(({ node }) => node) ?? []) };
}

/** The teams with who is in them, by name, live. */
export function useTeams() {
  const pages = usePages(TeamsDocument, {}, (data) => data.teams);
  const kinds = ['StaffMemberChanged', 'UserChanged', 'TicketAssignedToTeam', 'TicketStatusChanged'];
  useRefetchSoon(pages.refetch, (event) => isOfTeams(event) || kinds.includes(event.__typename));
  return pages;
}

export const useTeamCreate = () => useMutationWithErrors(TeamCreateDocument, (data) => data.teamCreate);

export const useTeamUpdate = () => useMutationWithErrors(TeamUpdateDocument, (data) => data.teamUpdate);

export const useTeamArchive = () => useMutationWithErrors(TeamArchiveDocument, (data) => data.teamArchive);
