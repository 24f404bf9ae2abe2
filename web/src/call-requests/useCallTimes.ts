import { useApolloClient } from '@vue/apollo-composable';
import { useDocumentVisibility, useIntervalFn } from '@vueuse/core';
import { computed, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import { serverTime } from '../browser/server-clock';
import { failureOf, type Failure } from '../apollo/failure';
import { CallTimesDocument, type CallTimesQuery } from '../gql/graphql';
import type { Clock } from '../locales/clock';

export type CallSlot = CallTimesQuery['callSlots'][number];
export type OpeningHours = NonNullable<CallTimesQuery['viewer']>['tenant']['openingHours'];
export interface CallDay {
  key: string;
  startsAt: Date;
  slots: CallSlot[];
}

const dayMs = 86_400_000;
/** The days ahead at which each part ends: the near ones are loaded first, the server has sixty. */
const partEnds = [14, 44, 61];
const renewEveryMs = 60_000;

/** The times at which calls can be booked, by day, and whether it is open now; reloaded regularly, as others book too. */
export function useCallTimes(clock: ComputedRef<Clock>) {
  const { resolveClient } = useApolloClient();
  const slots = shallowRef<CallSlot[] | null>(null);
  const hours = shallowRef<OpeningHours | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const loadingMore = shallowRef(false);
  const moreFailure = shallowRef<Failure | null>(null);
  const loading = shallowRef(false);
  const parts = shallowRef(1);
  let newest = 0;

  /** Resolves to whether it is known now. */
  async function load(count = parts.value): Promise<boolean> {
    const request = ++newest;
    loading.value = true;
    try {
      const answers = await Promise.all(partEnds.slice(0, count).map(loadPart));
      if (request !== newest) return true;
      const free = answers.flatMap(({ callSlots }) => callSlots.filter(({ available }) => available > 0));
      parts.value = count;
      hours.value = answers[0]!.viewer?.tenant.openingHours ?? null;
      failure.value = null;
      if (!free.length && count < partEnds.length) return await load(count + 1);
      slots.value = free;
      return true;
    } catch (error) {
      if (request === newest) failure.value = failureOf(error);
      return false;
    } finally {
      if (request === newest) loading.value = false;
    }
  }

  async function loadPart(end: number, index: number): Promise<CallTimesQuery> {
    const today = Math.floor(serverTime().getTime() / dayMs) * dayMs;
    const [from, to] = [partEnds[index - 1] ?? 0, end].map((day) => new Date(today + day * dayMs).toISOString());
    const answer = await resolveClient().query({
      query: CallTimesDocument,
      variables: { from: from!, to: to! },
      fetchPolicy: 'no-cache',
    });
    return answer.data;
  }

  async function more(): Promise<void> {
    loadingMore.value = true;
    moreFailure.value = null;
    if (!(await load(Math.min(parts.value + 1, partEnds.length)))) moreFailure.value = failure.value;
    loadingMore.value = false;
  }

  const visibility = useDocumentVisibility();
  const renew = () => void (visibility.value === 'visible' && load());
  useIntervalFn(renew, renewEveryMs);
  watch(visibility, renew);
  void load();

  return {
    /** null until it is known. */
    days: computed(() => slots.value && daysOf(slots.value, clock.value)),
    hours: hours as Readonly<Ref<OpeningHours | null>>,
    loading,
    /** Only while there is nothing to show. */
    failure: computed(() => (slots.value ? null : failure.value)),
    hasMore: computed(() => parts.value < partEnds.length),
    more,
    loadingMore,
    moreFailure,
    renew: () => load(),
  };
}

function daysOf(slots: CallSlot[], clock: Clock): CallDay[] {
  const days = new Map<string, CallDay>();
  for (const slot of slots) {
    const startsAt = new Date(slot.startsAt);
    const key = clock.dayKey(startsAt);
    const day = days.get(key) ?? { key, startsAt, slots: [] };
    day.slots.push(slot);
    days.set(key, day);
  }
  return [...days.values()];
}
