import { useStorage } from '@vueuse/core';
import type { Ref } from 'vue';

const prefix = 'shohayota.draft.';
const maxAgeMs = 14 * 24 * 60 * 60 * 1000;

/**
 * What a person has typed but not sent. It survives reload and sign-out, belongs to that person only, and is dropped
 * when sent or after two weeks.
 */
export function useDraft<Value extends object>(
  viewerId: string,
  name: string,
  empty: () => Value,
): { draft: Ref<Value>; drop: () => void } {
  const key = `${prefix}${viewerId}.${name}`;
  const draft = useStorage<Value>(key, empty, localStorage, {
    serializer: {
      read: (stored) => (valueOf(stored) ?? {}) as Value,
      write: (value) => JSON.stringify({ savedAt: Date.now(), value }),
    },
    mergeDefaults: true,
    writeDefaults: false,
    listenToStorageChanges: false,
    flush: 'sync',
    // with a full storage the draft does not survive a reload, but what is on the screen stays
    onError: () => {},
  });
  return {
    draft,
    drop() {
      draft.value = empty();
      localStorage.removeItem(key);
    },
  };
}

export function deleteExpiredDrafts(): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(prefix) && !valueOf(localStorage.getItem(key)!)) localStorage.removeItem(key);
  }
}

/** The value in a stored draft, or null when it is too old or cannot be read. */
function valueOf(stored: string): unknown {
  try {
    const { savedAt, value } = JSON.parse(stored) as { savedAt: number; value: unknown };
    return Date.now() - savedAt < maxAgeMs ? value : null;
  } catch {
    return null;
  }
}
