import { computed } from 'vue';
import { useCachedQuery } from '../apollo/useCachedQuery';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { useRefetchSoon } from '../events/useRefetchSoon';
import {
  MailDefaultsDocument,
  MailDefaultsUpdateDocument,
  type MailDefaultInput,
  type MailDefaultsQuery,
} from '../gql/graphql';

export type MailDefault = NonNullable<MailDefaultsQuery['mailDefaults']>[number];

/** Which emails are sent to whoever has not chosen. */
export function useMailDefaults() {
  const { result, ...query } = useCachedQuery(MailDefaultsDocument, {});
  useRefetchSoon(query.refetch, ({ __typename }) => __typename === 'MailDefaultsChanged');
  return {
    ...query,
    /** undefined while they are not known. */
    defaults: computed(() => result.value?.mailDefaults),
  };
}

/** Changes some of them. Admins only. */
export function useMailDefaultsUpdate() {
  const { send, ...mutation } = useMutationWithErrors(
    MailDefaultsUpdateDocument,
    (data) => data.mailDefaultsUpdate,
    (cache, { mailDefaults }) => {
      cache.updateQuery({ query: MailDefaultsDocument }, (data) =>
        data && mailDefaults ? { ...data, mailDefaults } : data,
      );
    },
  );
  const save = async (defaults: MailDefaultInput[]): Promise<boolean> => !!(await send({ input: { defaults } }));
  return { save, ...mutation };
}
