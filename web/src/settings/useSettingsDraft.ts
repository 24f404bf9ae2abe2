import { computed, nextTick, reactive, ref, watch } from 'vue';

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const copy = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

/** What a form of settings needs to know of its draft, and does with it. */
export interface SettingsForm {
  isChanged: boolean;
  /** That somebody else has saved a field that is being changed here. */
  isOvertaken: boolean;
  /** Resolves to whether it was saved. */
  save: () => Promise<boolean>;
  /** Shows what is stored again. */
  discard: () => void;
}

/**
 * Settings being changed: what others save meanwhile shows, except in fields that were changed here. Only those are sent,
 * and then the form shows them as they were stored.
 */
export function useSettingsDraft<Settings extends object>(
  stored: () => Settings,
  send: (changes: Partial<Settings>) => Promise<boolean>,
) {
  const draft = reactive(copy(stored())) as Settings;
  const keys = Object.keys(draft) as (keyof Settings)[];
  const isOvertaken = ref(false);
  let isSaving = false;
  const changes = computed(() => keys.filter((key) => !isSame(draft[key], stored()[key])));

  watch(
    () => copy(stored()),
    (now, before) => {
      for (const key of keys) {
        if (isSame(draft[key], before[key])) draft[key] = now[key];
        else if (!isSaving && !isSame(now[key], before[key]) && !isSame(draft[key], now[key])) isOvertaken.value = true;
      }
    },
  );
  watch(changes, ({ length }) => {
    if (length === 0) isOvertaken.value = false;
  });

  async function save(): Promise<boolean> {
    const sent = copy(Object.fromEntries(changes.value.map((key) => [key, draft[key]])) as Partial<Settings>);
    isSaving = true;
    const saved = await send(sent);
    // what was stored is shown by then
    await nextTick();
    isSaving = false;
    if (!saved) return false;
    isOvertaken.value = false;
    // what was typed in the meantime stays
    for (const key of keys) if (key in sent && isSame(draft[key], sent[key])) draft[key] = copy(stored()[key]);
    return true;
  }

  const form = computed<SettingsForm>(() => ({
    isChanged: changes.value.length > 0,
    isOvertaken: isOvertaken.value,
    save,
    discard: () => Object.assign(draft, copy(stored())),
  }));
  return { draft, form };
}
