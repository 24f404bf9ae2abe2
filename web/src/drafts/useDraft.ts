import { ref, watch, type Ref } from 'vue';

const prefix = 'shohayota.draft';
const keptForMs = 14 * 24 * 60 * 60 * 1000;

interface Kept<Value> {
  savedAt: number;
  value: Value;
}

/**
 * What a person has typed but not sent. It outlives reload and sign-out, belongs to that person only,
 * and is dropped when sent, when emptied, or after two weeks.
 */
export function useDraft<Value extends object>(
  viewerId: string,
  name: string,
  empty: () => Value,
): { draft: Ref<Value>; drop: () => void } {
  const key = `${prefix}.${viewerId}.${name}`;
  const blank = JSON.stringify(empty());
  const draft = ref({ ...empty(), ...read(key) }) as Ref<Value>;

  watch(
    draft,
    (value) => {
      if (JSON.stringify(value) === blank) remove(key);
      else write(key, value);
    },
    { deep: true, flush: 'sync' },
  );

  return {
    draft,
    drop() {
      draft.value = empty();
    },
  };
}

export function sweepDrafts(): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(`${prefix}.`) && !read(key)) remove(key);
  }
}

function read(key: string): object | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Kept<object> | null;
    return kept && Date.now() - kept.savedAt < keptForMs ? kept.value : undefined;
  } catch {
    return undefined;
  }
}

function write(key: string, value: object): void {
  try {
    localStorage.setItem(key, JSON.stringify({ savedAt: Date.now(), value } satisfies Kept<object>));
  } catch {
    // A full or closed storage costs the draft its second life, not the text on screen.
  }
}

function remove(key: string): void {
  localStorage.removeItem(key);
}
