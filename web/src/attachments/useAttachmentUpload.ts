import { useApolloClient, useQuery } from '@vue/apollo-composable';
import { tryOnScopeDispose, useEventListener } from '@vueuse/core';
import { computed, ref, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { AttachmentLimitsDocument, type UserErrorFieldsFragment } from '../gql/graphql';
import type { AttachmentUpload } from './upload';
import { uploadQueueOf } from './upload-queues';
import { useUploadProblem } from './useUploadProblem';

/** What assistive technology reads out. */
export interface LiveRegionMessage {
  key: number;
  text: string;
}

const maxMessages = 10;
const field = 'input.attachmentIds';

/** The files of something being written: sent while it is written, kept until it is sent itself. */
export function useAttachmentUpload(viewerId: string, draftName: string) {
  const { t } = useI18n();
  const queue = uploadQueueOf(useApolloClient().client, viewerId, draftName);
  const { uploads } = queue;
  const { result } = useQuery(AttachmentLimitsDocument);
  const limits = computed(() => result.value?.attachmentLimits ?? null);
  const { problemOf } = useUploadProblem(limits);

  const statusMessages = shallowRef<LiveRegionMessage[]>([]);
  let lastKey = 0;
  queue.onEvent(({ upload, type }) => {
    const { name } = upload;
    const isProblem = type === 'failed' || type === 'rejected';
    const text = isProblem ? `${name}: ${problemOf(upload)}` : t(`attachments.news.${type}`, { name });
    statusMessages.value = [...statusMessages.value, { key: ++lastKey, text }].slice(-maxMessages);
  });

  useEventListener(window, 'beforeunload', (event) => {
    if (queue.isUploading.value) event.preventDefault();
  });

  const isWaiting = ref(false);
  const isBlocked = ref(false);
  let isLeft = false;
  tryOnScopeDispose(() => (isLeft = true));

  /** Resolves to the ids of all files, or to null when one could not be uploaded. */
  async function waitForUploads(): Promise<string[] | null> {
    if (isWaiting.value) return null;
    isWaiting.value = true;
    isBlocked.value = false;
    const isComplete = await queue.finish().finally(() => (isWaiting.value = false));
    isBlocked.value = !isComplete;
    // When the page was left meanwhile, the draft is kept instead of being sent unseen.
    return isComplete && !isLeft ? uploads.flatMap(({ attachmentId }) => attachmentId ?? []) : null;
  }

  /** Files the server no longer has are sent again. */
  function handleUserErrors(userErrors: readonly UserErrorFieldsFragment[]): void {
    if (userErrors.some(({ code, field: name }) => code === 'NOT_FOUND' && name?.startsWith(field))) queue.markLost();
  }

  return {
    uploads,
    limits,
    statusMessages,
    add: (files: readonly File[]) => queue.add(files),
    retry: (upload: AttachmentUpload) => queue.retry(upload),
    remove: (upload: AttachmentUpload) => queue.remove(upload),
    clear: () => queue.clear(),
    waitForUploads,
    handleUserErrors,
    /** How many files sending waits for; 0 while nothing is being sent. */
    waitingFor: computed(() =>
      isWaiting.value ? uploads.filter(({ state }) => state !== 'uploaded' && state !== 'rejected').length : 0,
    ),
    /** The names of the files because of which the last attempt to send stopped. */
    blockedBy: computed(() =>
      isBlocked.value
        ? uploads
            .filter(({ state, rule }) => state === 'failed' || (state === 'rejected' && !rule))
            .map(({ name }) => name)
        : [],
    ),
  };
}
