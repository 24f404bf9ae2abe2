import { useEventListener } from '@vueuse/core';
import { shallowRef, type ShallowRef } from 'vue';
import { storedDrafts } from './useDraft';

/** The drafts of a person that are stored on this device, by name, as they were when the page was opened or a tab changed one. */
export function useStoredDrafts<Value extends object>(viewerId: string): ShallowRef<Map<string, Value>> {
  const drafts = shallowRef(storedDrafts<Value>(viewerId));
  useEventListener(window, 'storage', () => (drafts.value = storedDrafts<Value>(viewerId)));
  return drafts;
}
