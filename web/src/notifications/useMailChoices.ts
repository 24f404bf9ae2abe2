import { computed, ref } from 'vue';
import { useCachedQuery } from '../apollo/useCachedQuery';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { useRefetchSoon } from '../events/useRefetchSoon';
import { MailChoicesDocument, MailChoicesUpdateDocument, type NotificationKind } from '../gql/graphql';

/** Which kinds of notification come by mail; each change is saved at once. */
export function useMailChoices() {
  const { result, ...query } = useCachedQuery(MailChoicesDocument, {});
  useRefetchSoon(query.refetch, ({ __typename }) => __typename === 'MailDefaultsChanged');
  const { send, sending, problems } = useMutationWithErrors(
    MailChoicesUpdateDocument,
    (data) => data.mailChoicesUpdate,
  );
  /** The kind being saved. */
  const saving = ref<NotificationKind | null>(null);

  /** Null for what the organisation sends by default. */
  async function choose(kind: NotificationKind, mailed: boolean | null): Promise<void> {
    if (sending.value) return;
    saving.value = kind;
    await send({ input: { choices: [{ kind, mailed }] } });
    saving.value = null;
  }

  return {
    ...query,
    /** undefined while they are not known. */
    choices: computed(() => result.value?.viewer?.mailChoices),
    choose,
    saving,
    problems,
  };
}
