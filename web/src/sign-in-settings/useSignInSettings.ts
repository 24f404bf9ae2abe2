import { computed } from 'vue';
import { useCachedQuery } from '../apollo/useCachedQuery';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { useRefetchSoon } from '../events/useRefetchSoon';
import {
  SignInSettingsDocument,
  SignInSettingsUpdateDocument,
  type SignInSettingsFieldsFragment,
  type SignInSettingsUpdateInput,
} from '../gql/graphql';

export type SignInSettings = SignInSettingsFieldsFragment;

/** How people sign in, as it is stored. */
export function useSignInSettings() {
  const { result, ...query } = useCachedQuery(SignInSettingsDocument, {});
  useRefetchSoon(query.refetch, ({ __typename }) =>
    ['SignInSettingsChanged', 'SingleSignOnChanged'].includes(__typename),
  );
  return {
    ...query,
    /** undefined while it is not known. */
    settings: computed(() => result.value?.signInSettings),
  };
}

/** Changes some of it. Admins only. */
export function useSignInSettingsUpdate() {
  const { send, ...mutation } = useMutationWithErrors(
    SignInSettingsUpdateDocument,
    (data) => data.signInSettingsUpdate,
    (cache, { signInSettings }) => {
      cache.updateQuery({ query: SignInSettingsDocument }, (data) =>
        data && signInSettings ? { ...data, signInSettings } : data,
      );
    },
  );
  const save = async (input: SignInSettingsUpdateInput): Promise<boolean> => !!(await send({ input }));
  return { save, ...mutation };
}
