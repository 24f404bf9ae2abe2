import { refDebounced } from '@vueuse/core';
import { computed, ref, watch } from 'vue';

/** What is typed into a search field, and searched for as soon as the typing rests. */
export function useSearchText(searched: () => string, search: (text: string) => void) {
  const text = ref(searched());
  const composing = ref(false);
  // A word that is still being put together by an input method is not searched for yet.
  const settledText = refDebounced(
    computed(() => (composing.value ? null : text.value.trim())),
    300,
  );
  watch(settledText, (wish) => {
    if (wish !== null && wish === text.value.trim() && wish !== searched()) search(wish);
  });
  watch(searched, (now) => {
    if (now !== text.value.trim()) text.value = now;
  });
  return { text, composing };
}
