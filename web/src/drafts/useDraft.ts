import { useEventListener } from '@vueuse/core';
import { v4 as uuid, v5 as uuidOf } from 'uuid';
import { ref, watch, type Ref } from 'vue';
import { deviceStorage, tabStorage } from '../browser/device-storage';
import { includes, parseRecord, type DraftRecord } from './draft-record';

const prefix = 'shohayota.draft.';
const keyOf = (viewerId: string, name: string) => `${prefix}${viewerId}.${name}`;
/** Which page wrote what. */
const page = uuid().slice(0, 8);

/**
 * What a person has typed but not sent. It survives reload and sign-out, belongs to that person only, and is dropped
 * when sent or after two weeks.
 *
 * All tabs of a browser show the same draft, and what one of them sends is gone in the others. Where two have written
 * without knowing of each other, each keeps its own.
 */
export function useDraft<Value extends object>(
  viewerId: string,
  name: string,
  empty: () => Value,
  /** Called when another tab has changed it. */
  onChangedElsewhere?: () => void,
): {
  draft: Ref<Value>;
  /**
   * The idempotency key of what is being sent. The same input of this draft has the same one in all tabs and after a
   * reload, so that it takes effect once; for `maxAgeMs` after it was first sent.
   */
  keyFor: (input: object, maxAgeMs?: number) => string;
  drop: () => void;
} {
  const key = keyOf(viewerId, name);
  const draft = ref(empty()) as Ref<Value>;
  let state: Omit<DraftRecord, 'savedAt' | 'value'> = { changes: {}, id: '' };
  let isShowing = false;

  function show(record: DraftRecord<Value>): void {
    isShowing = true;
    draft.value = { ...empty(), ...record.value };
    isShowing = false;
    const { savedAt: _, value: __, ...rest } = record;
    state = rest;
  }

  /** Stores what was changed here. */
  function change(value: Value | null): void {
    const { changes, id, triedAt } = state;
    const counted = { ...changes, [page]: (changes[page] ?? 0) + 1 };
    store(value, value ? { changes: counted, id: id || uuid(), triedAt } : { changes: counted, id: '' });
  }

  function store(value: Value | null, next: typeof state): void {
    state = next;
    const record = JSON.stringify({ savedAt: Date.now(), value, ...state } satisfies DraftRecord<Value>);
    tabStorage.setItem(key, record);
    deviceStorage.setItem(key, record);
  }

  function keyFor(input: object, maxAgeMs?: number): string {
    const { changes, id, triedAt } = state;
    const isOld = maxAgeMs !== undefined && triedAt !== undefined && Date.now() - triedAt > maxAgeMs;
    if (!id || isOld) store(draft.value, { changes, id: uuid(), triedAt: Date.now() });
    else if (maxAgeMs !== undefined && triedAt === undefined) store(draft.value, { changes, id, triedAt: Date.now() });
    return uuidOf(JSON.stringify(input), state.id);
  }

  const own = parseRecord<Value>(tabStorage.getItem(key));
  const newest = parseRecord<Value>(deviceStorage.getItem(key));
  const found = own && newest && !includes(newest.changes, own.changes) ? own : (newest ?? own);
  if (found) show(found);

  watch(draft, (value) => isShowing || change(value), { deep: true, flush: 'sync' });
  useEventListener(window, 'storage', ({ key: changed, newValue, storageArea }) => {
    if (changed !== key || storageArea === sessionStorage) return;
    const record = parseRecord<Value>(newValue);
    if (!record) return;
    if (includes(record.changes, state.changes)) {
      show(record);
      tabStorage.setItem(key, newValue!);
      onChangedElsewhere?.();
    } else if (!record.value) {
      // the other tab has sent its own text: this one is the draft now
      change(draft.value);
    }
  });

  return {
    draft,
    keyFor,
    drop() {
      isShowing = true;
      draft.value = empty();
      isShowing = false;
      if (deviceStorage.getItem(key) || tabStorage.getItem(key)) change(null);
    },
  };
}

/** The drafts of a person that are stored on this device, by name. */
export function storedDrafts<Value extends object>(viewerId: string): Map<string, Value> {
  const start = keyOf(viewerId, '');
  const keys = deviceStorage.keys().filter((key) => key.startsWith(start));
  return new Map(
    keys.flatMap((key) => {
      const value = parseRecord<Value>(deviceStorage.getItem(key))?.value;
      return value ? [[key.slice(start.length), value] as const] : [];
    }),
  );
}

export function deleteExpiredDrafts(): void {
  for (const key of deviceStorage.keys()) {
    if (key.startsWith(prefix) && !parseRecord(deviceStorage.getItem(key))) deviceStorage.removeItem(key);
  }
}
