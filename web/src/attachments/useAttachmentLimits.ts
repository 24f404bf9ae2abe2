import { computed } from 'vue';
import { useCachedQuery } from '../apollo/useCachedQuery';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { useRefetchSoon } from '../events/useRefetchSoon';
import {
  AttachmentLimitsUpdateDocument,
  AttachmentSettingsDocument,
  type AttachmentLimitsUpdateInput,
  type AttachmentSettingsFragment,
  type AttachmentStorageFragment,
} from '../gql/graphql';

export type AttachmentSettings = AttachmentSettingsFragment;
export type AttachmentStorage = AttachmentStorageFragment;

/** What changes the settings, and how much is used. */
const changing = ['AttachmentLimitsChanged', 'MessageAdded', 'TicketCreated'];

/** Which files can be attached, as it is stored. */
export function useAttachmentLimits() {
  const { result, ...query } = useCachedQuery(AttachmentSettingsDocument, {});
  useRefetchSoon(query.refetch, ({ __typename }) => changing.includes(__typename));
  return {
    ...query,
    /** undefined while it is not known. */
    limits: computed(() => result.value?.attachmentLimits),
  };
}

/** Changes some of it. Admins only. */
export function useAttachmentLimitsUpdate() {
  const { send, ...mutation } = useMutationWithErrors(
    AttachmentLimitsUpdateDocument,
    (data) => data.attachmentLimitsUpdate,
    (cache, { attachmentLimits }) => {
      cache.updateQuery({ query: AttachmentSettingsDocument }, (data) =>
        data && attachmentLimits ? { ...data, attachmentLimits } : data,
      );
    },
  );
  const save = async (input: AttachmentLimitsUpdateInput): Promise<boolean> => !!(await send({ input }));
  return { save, ...mutation };
}
