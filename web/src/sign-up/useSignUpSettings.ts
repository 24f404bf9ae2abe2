import { computed } from 'vue';
import { useCachedQuery } from '../apollo/useCachedQuery';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { useRefetchSoon } from '../events/useRefetchSoon';
import {
  SignUpSettingsDocument,
  SignUpSettingsUpdateDocument,
  type SignUpSettingsFieldsFragment,
  type SignUpSettingsUpdateInput,
} from '../gql/graphql';

export type SignUpSettings = SignUpSettingsFieldsFragment;

/** How customers get an account, as it is stored. */
export function useSignUpSettings() {
  const { result, ...query } = useCachedQuery(SignUpSettingsDocument, {});
  useRefetchSoon(query.refetch, ({ __typename }) => __typename === 'SignUpSettingsChanged');
  return {
    ...query,
    /** undefined while it is not known. */
    settings: computed(() => result.value?.signUpSettings),
  };
}

/** Changes some of it. Admins only. */
export function useSignUpSettingsUpdate() {
  const { send, ...mutation } = useMutationWithErrors(
    SignUpSettingsUpdateDocument,
    (data) => data.signUpSettingsUpdate,
    (cache, { signUpSettings }) => {
      cache.updateQuery({ query: SignUpSettingsDocument }, (data) =>
        data && signUpSettings ? { ...data, signUpSettings } : data,
      );
    },
  );
  const save = async (input: SignUpSettingsUpdateInput): Promise<boolean> => !!(await send({ input }));
  return { save, ...mutation };
}
