import { useQuery } from '@vue/apollo-composable';
import { computed, type Ref } from 'vue';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { usePages } from '../apollo/usePages';
import { useRefetchSoon } from '../events/useRefetchSoon';
import {
  ApiKeyCreateDocument,
  ApiKeyRevokeDocument,
  ApiKeyRotateDocument,
  ApiKeysDocument,
  KeyCustomersDocument,
  type ApiKeyFieldsFragment,
} from '../gql/graphql';

export type ApiKey = ApiKeyFieldsFragment;

/** A secret that has just been made, and is shown this once. */
export interface NewSecret {
  name: string;
  secret: string;
}

/** How long a secret can last, in days, as the forms offer it. */
export const lifetimes: readonly number[] = [30, 90, 180, 365];

export const inDays = (days: number) => new Date(Date.now() + days * 24 * 60 * 60_000).toISOString();

/** The keys of the tenant, live. */
export function useApiKeys() {
  const pages = usePages(ApiKeysDocument, {}, (data) => data.apiKeys);
  useRefetchSoon(pages.refetch, ({ __typename }) => __typename.startsWith('ApiKey'));
  return pages;
}

/** The customers that a search means, at most ten. */
export function useKeyCustomers(search: Readonly<Ref<string>>) {
  const { result, loading } = useQuery(KeyCustomersDocument, () => ({ search: search.value }));
  return { customers: computed(() => result.value?.customers.edges.map(({ node }) => node) ?? []), loading };
}

export const useApiKeyCreate = () => useMutationWithErrors(ApiKeyCreateDocument, (data) => data.apiKeyCreate);

export const useApiKeyRotate = () => useMutationWithErrors(ApiKeyRotateDocument, (data) => data.apiKeyRotate);

export const useApiKeyRevoke = () => useMutationWithErrors(ApiKeyRevokeDocument, (data) => data.apiKeyRevoke);
