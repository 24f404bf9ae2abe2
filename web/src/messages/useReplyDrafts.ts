import { computed, type ComputedRef } from 'vue';
import { isBlank } from '#shared/text.ts';
import { useStoredDrafts } from '../drafts/useStoredDrafts';
import { useViewer } from '../users/useViewer';

/** The ids of the tickets with a reply that was begun and not sent. */
export function useReplyDrafts(): ComputedRef<Set<string>> {
  const { viewer } = useViewer();
  const drafts = useStoredDrafts<{ body?: string }>(viewer.value.id);
  return computed(() => {
    const names = [...drafts.value].filter(([, { body }]) => !isBlank(body ?? '')).map(([name]) => name);
    return new Set(names.flatMap((name) => /^message\.([^.]+)$/.exec(name)?.[1] ?? []));
  });
}
