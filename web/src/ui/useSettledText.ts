import { refDebounced } from '@vueuse/core';
import { computed, toValue, type MaybeRefOrGetter, type Ref } from 'vue';
import { textLimits } from '#shared/limits.ts';
import { shorten } from '#shared/text.ts';

const settledAfterMs = 300;
const composedAfterMs = 600;

/**
 * What to search for as soon as typing rests. Phones compose every word by an input method: there, too, the search does
 * not wait for the end of it, only a little longer.
 */
export function useSettledText(
  typed: MaybeRefOrGetter<string>,
  isComposing: MaybeRefOrGetter<boolean> = false,
): Readonly<Ref<string>> {
  return refDebounced(
    computed(() => shorten(toValue(typed).trim(), textLimits.search)),
    () => (toValue(isComposing) ? composedAfterMs : settledAfterMs),
  );
}
