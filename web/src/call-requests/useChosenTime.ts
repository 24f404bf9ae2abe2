import { computed, ref, shallowRef, toValue, watch, type MaybeRefOrGetter, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import type { CallDay, CallSlot } from './useCallTimes';

/**
 * The time a person has chosen, while the available times change: when somebody else books it, `problem` says so and the
 * next one is offered. `isHeld` while it may have been booked by this very person, whose answer was lost.
 */
export function useChosenTime(days: Readonly<Ref<CallDay[] | null>>, isHeld: MaybeRefOrGetter<boolean>) {
  const { t } = useI18n();
  const time = ref<string | null>(null);
  const slot = shallowRef<CallSlot | null>(null);
  /** Why the time chosen last cannot be booked. */
  const problem = ref<{ text: string; at: string | null } | null>(null);
  const slots = computed(() => days.value?.flatMap((day) => day.slots) ?? []);

  watch([time, slots], () => {
    const found = slots.value.find(({ startsAt }) => startsAt === time.value);
    if (found || !time.value) slot.value = found ?? null;
    else if (!toValue(isHeld)) {
      problem.value = { text: t('calls.error.scheduledAt.CONFLICT'), at: time.value };
      time.value = slot.value = null;
    }
  });

  watch(time, (chosen) => chosen && (problem.value = null));

  return {
    time,
    /** The slot that begins then; kept while it is held. */
    slot,
    problem,
    /** The next one instead of one that is no longer available. */
    offer: computed(() => {
      const rejected = problem.value?.at;
      return rejected ? (slots.value.find(({ startsAt }) => startsAt >= rejected) ?? slots.value[0]) : undefined;
    }),
  };
}
