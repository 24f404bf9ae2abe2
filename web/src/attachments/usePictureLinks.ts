import { tryOnScopeDispose } from '@vueuse/core';
import { toValue, watch, type MaybeRefOrGetter } from 'vue';
import type { AttachmentFieldsFragment, MessageFieldsFragment } from '../gql/graphql';
import type { LinkRefresh } from './useLinkRefresh';

const thumbnailDelaysMs = [1_500, 4_000, 10_000];

/** Keeps the links to pictures working: they expire after minutes, and a thumbnail is made a while after its picture. */
export function usePictureLinks(
  messages: MaybeRefOrGetter<readonly MessageFieldsFragment[]>,
  { refresh, cached }: LinkRefresh,
) {
  const timers: Record<string, ReturnType<typeof setTimeout>> = {};

  /** For a picture that did not load: most often its link has expired. */
  function refreshLink({ id }: AttachmentFieldsFragment): void {
    refresh([id]).catch(() => {
      // Without a picture its card is shown, which names it and can be tried.
    });
  }

  function waitForThumbnail(id: string, attempt = 0): void {
    timers[id] = setTimeout(() => void loadThumbnail(id, attempt + 1), thumbnailDelaysMs[attempt]);
  }

  async function loadThumbnail(id: string, attempts: number): Promise<void> {
    await refresh([id]).catch(() => {});
    if (!cached(id)?.thumbnailUrl && attempts < thumbnailDelaysMs.length) waitForThumbnail(id, attempts);
  }

  watch(
    () => toValue(messages).flatMap(({ attachments }) => attachments),
    (attachments) => {
      for (const { id, isImage, thumbnailUrl } of attachments) {
        if (isImage && !thumbnailUrl && !(id in timers)) waitForThumbnail(id);
      }
    },
    { immediate: true },
  );
  tryOnScopeDispose(() => Object.values(timers).forEach(clearTimeout));

  return { refreshLink };
}
