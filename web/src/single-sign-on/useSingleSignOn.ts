import type { ApolloCache } from '@apollo/client/core';
import { computed } from 'vue';
import { useCachedQuery } from '../apollo/useCachedQuery';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { useRefetchSoon } from '../events/useRefetchSoon';
import {
  SingleSignOnCheckDocument,
  SingleSignOnDocument,
  SingleSignOnRemoveDocument,
  SingleSignOnUpdateDocument,
  type SingleSignOnFieldsFragment,
  type SingleSignOnUpdateInput,
} from '../gql/graphql';

export type SingleSignOn = SingleSignOnFieldsFragment;

/** How people sign in at a provider, as it is stored. */
export function useSingleSignOn() {
  const { result, ...query } = useCachedQuery(SingleSignOnDocument, {});
  useRefetchSoon(query.refetch, ({ __typename }) => __typename === 'SingleSignOnChanged');
  return {
    ...query,
    /** undefined while it is not known. */
    settings: computed(() => result.value?.singleSignOn),
  };
}

const keep = (cache: ApolloCache<unknown>, singleSignOn: SingleSignOn | null | undefined) => {
  cache.updateQuery({ query: SingleSignOnDocument }, (data) =>
    data && singleSignOn ? { ...data, singleSignOn } : data,
  );
};

/** Changes some of it. Admins only. */
export function useSingleSignOnUpdate() {
  const { send, ...mutation } = useMutationWithErrors(
    SingleSignOnUpdateDocument,
    (data) => data.singleSignOnUpdate,
    (cache, { singleSignOn }) => keep(cache, singleSignOn),
  );
  const save = async (input: SingleSignOnUpdateInput): Promise<boolean> => !!(await send({ input }));
  return { save, ...mutation };
}

export const useSingleSignOnCheck = () =>
  useMutationWithErrors(SingleSignOnCheckDocument, (data) => data.singleSignOnCheck);

export const useSingleSignOnRemove = () =>
  useMutationWithErrors(
    SingleSignOnRemoveDocument,
    (data) => data.singleSignOnRemove,
    (cache, { singleSignOn }) => keep(cache, singleSignOn),
  );
