import { computed } from 'vue';
import { useCachedQuery } from '../apollo/useCachedQuery';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { useRefetchSoon } from '../events/useRefetchSoon';
import {
  OpeningHoursDocument,
  OpeningHoursUpdateDocument,
  type OpeningHoursSettingsFragment,
  type OpeningHoursUpdateInput,
} from '../gql/graphql';

export type OpeningHours = Omit<OpeningHoursSettingsFragment, '__typename'>;

/** The opening hours of the tenant, as they are stored. */
export function useOpeningHours() {
  const { result, ...query } = useCachedQuery(OpeningHoursDocument, {});
  useRefetchSoon(query.refetch, ({ __typename }) => __typename === 'OpeningHoursChanged');
  return {
    ...query,
    /** undefined while they are not known. */
    hours: computed(() => result.value?.viewer?.tenant.openingHours),
  };
}

/** Changes some of the opening hours. Admins only. */
export function useOpeningHoursUpdate() {
  const { send, ...mutation } = useMutationWithErrors(
    OpeningHoursUpdateDocument,
    (data) => data.openingHoursUpdate,
    (cache, { openingHours }) => {
      cache.updateQuery({ query: OpeningHoursDocument }, (data) =>
        data?.viewer && openingHours
          ? { ...data, viewer: { ...data.viewer, tenant: { ...data.viewer.tenant, openingHours } } }
          : data,
      );
    },
  );
  const save = async (input: OpeningHoursUpdateInput): Promise<boolean> => !!(await send({ input }));
  return { save, ...mutation };
}
