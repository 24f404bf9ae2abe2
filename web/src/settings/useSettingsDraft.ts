import { computed, reactive, ref, watch, type ComputedRef, type Ref } from 'vue';

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const copy = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

export interface SettingsDraft<Settings extends object> {
  /** What the form shows. */
  draft: Settings;
  /** The fields that are not as they are stored; null when all are. */
  changes: ComputedRef<Partial<Settings> | null>;
  /** That somebody else has saved a field that is being changed here. */
  isOvertaken: Readonly<Ref<boolean>>;
  /** Shows what is stored again. */
  discard: () => void;
}

/** Settings being changed: what others save meanwhile shows, except in fields that were changed here. */
export function useSettingsDraft<Settings extends object>(stored: () => Settings): SettingsDraft<Settings> {
  const draft = reactive(copy(stored())) as Settings;
  const isOvertaken = ref(false);
  const changed = (key: keyof Settings) => !isSame(draft[key], stored()[key]);
  const keys = Object.keys(draft) as (keyof Settings)[];
  const changes = computed(() => {
    const found = keys.filter(changed);
    return found.length ? (Object.fromEntries(found.map((key) => [key, draft[key]])) as Partial<Settings>) : null;
  });

  watch(
    () => copy(stored()),
    (now, before) => {
      for (const key of keys) {
        if (isSame(draft[key], before[key])) draft[key] = now[key];
        else if (!isSame(now[key], before[key]) && !isSame(draft[key], now[key])) isOvertaken.value = true;
      }
    },
  );
  watch(changes, (now) => {
    if (!now) isOvertaken.value = false;
  });

  return { draft, changes, isOvertaken, discard: () => Object.assign(draft, copy(stored())) };
}
