import { useApolloClient, useQuery } from '@vue/apollo-composable';
import { tryOnScopeDispose, useEventListener } from '@vueuse/core';
import { computed, ref, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { AttachmentLimitsDocument, type UserErrorFieldsFragment } from '../gql/graphql';
import { uploadQueueOf } from './upload-queue';
import { useUploadProblem } from './useUploadProblem';

export interface Announcement {
  key: number;
  text: string;
}

const announcementsKept = 10;
const field = 'input.attachmentIds';

/** The files of something being written at a place: sent while it is written, kept until it is sent itself. */
export function useAttachmentUpload(viewerId: string, place: string) {
  const { t } = useI18n();
  const queue = uploadQueueOf(useApolloClient().client, viewerId, place);
  const { uploads, isUnderWay, add, retry, remove, clear } = queue;
  const { result } = useQuery(AttachmentLimitsDocument);
  const limits = computed(() => result.value?.attachmentLimits ?? null);
  const { problemOf } = useUploadProblem(limits);

  const announcements = shallowRef<Announcement[]>([]);
  let lastKey = 0;
  queue.onNews(({ upload, what }) => {
    const { name } = upload;
    const isProblem = what === 'failed' || what === 'refused';
    const text = isProblem ? `${name}: ${problemOf(upload)}` : t(`attachments.news.${what}`, { name });
    announcements.value = [...announcements.value, { key: ++lastKey, text }].slice(-announcementsKept);
  });

  useEventListener(window, 'beforeunload', (event) => {
    if (isUnderWay.value) event.preventDefault();
  });

  const waiting = ref(false);
  const wasHeldUp = ref(false);
  let left = false;
  tryOnScopeDispose(() => (left = true));

  /** Waits for what is under way; resolves to the ids of all files, or to null when one did not arrive. */
  async function arrive(): Promise<string[] | null> {
    if (waiting.value) return null;
    waiting.value = true;
    wasHeldUp.value = false;
    const complete = await queue.settled().finally(() => (waiting.value = false));
    wasHeldUp.value = !complete;
    // What was left behind while it waited is not sent behind anybody's back: it is kept.
    return complete && !left ? uploads.flatMap(({ attachmentId }) => attachmentId ?? []) : null;
  }

  /** What the server said to the ids it was given: files it no longer has are sent once more. */
  function heed(userErrors: readonly UserErrorFieldsFragment[]): void {
    if (userErrors.some((error) => error.code === 'NOT_FOUND' && error.field?.startsWith(field))) queue.lose();
  }

  return {
    uploads,
    limits,
    announcements,
    add,
    retry,
    remove,
    arrive,
    heed,
    clear,
    /** Sending waits for files. */
    waiting,
    underWay: computed(() => uploads.filter(({ state }) => state !== 'uploaded' && state !== 'refused').length),
    /** The last attempt to send stopped at these files. */
    heldUpBy: computed(() =>
      wasHeldUp.value
        ? uploads
            .filter(({ state, rule }) => state === 'failed' || (state === 'refused' && !rule))
            .map(({ name }) => name)
        : [],
    ),
  };
}
