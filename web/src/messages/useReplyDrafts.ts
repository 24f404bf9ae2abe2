import { useEventListener } from '@vueuse/core';
import { computed, shallowRef, type ComputedRef } from 'vue';
import { storedDrafts } from '../drafts/useDraft';
import { useViewer } from '../users/useViewer';

/** The ids of the tickets with a reply that was begun and not sent. */
export function useReplyDrafts(): ComputedRef<Set<string>> {
  const { viewer } = useViewer();
  const read = () => storedDrafts<{ body?: string }>(viewer.value.id);
  const drafts = shallowRef(read());
  useEventListener(window, 'storage', () => (drafts.value = read()));
  return computed(() => {
    const names = [...drafts.value].filter(([, { body }]) => body?.trim()).map(([name]) => name);
    return new Set(names.flatMap((name) => /^message\.([^.]+)$/.exec(name)?.[1] ?? []));
  });
}
