import type { ApolloCache } from '@apollo/client/core';
import { computed } from 'vue';
import { useCachedQuery } from '../apollo/useCachedQuery';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { useRefetchSoon } from '../events/useRefetchSoon';
import {
  OwnDomainCheckDocument,
  OwnDomainDocument,
  OwnDomainRemoveDocument,
  OwnDomainSetDocument,
  type OwnDomainFieldsFragment,
} from '../gql/graphql';

export type OwnDomain = OwnDomainFieldsFragment;

/** Where the portal of the organisation is, and is to be. */
export function useOwnDomain() {
  const { result, ...query } = useCachedQuery(OwnDomainDocument, {});
  useRefetchSoon(query.refetch, ({ __typename }) => __typename === 'OrganisationDomainChanged');
  return {
    ...query,
    /** undefined while it is not known. */
    domain: computed(() => result.value?.ownDomain),
  };
}

const keep = (cache: ApolloCache<unknown>, ownDomain: OwnDomain | null | undefined) => {
  cache.updateQuery({ query: OwnDomainDocument }, (data) => (data && ownDomain ? { ...data, ownDomain } : data));
};

export const useDomainSet = () =>
  useMutationWithErrors(
    OwnDomainSetDocument,
    (data) => data.ownDomainSet,
    (cache, { ownDomain }) => keep(cache, ownDomain),
  );

export const useDomainCheck = () =>
  useMutationWithErrors(
    OwnDomainCheckDocument,
    (data) => data.ownDomainCheck,
    (cache, { ownDomain }) => keep(cache, ownDomain),
  );

export const useDomainRemove = () =>
  useMutationWithErrors(
    OwnDomainRemoveDocument,
    (data) => data.ownDomainRemove,
    (cache, { ownDomain }) => keep(cache, ownDomain),
  );
