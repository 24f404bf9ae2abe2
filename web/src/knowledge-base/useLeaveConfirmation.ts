import { useEventListener } from '@vueuse/core';
import { ref, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { onBeforeRouteLeave } from 'vue-router';
import { session } from '../sessions/session';

/** Asks before a page is left with something unsaved. */
export function useLeaveQuestion(hasUnsaved: MaybeRefOrGetter<boolean>) {
  const asking = ref(false);
  let answer: ((leave: boolean) => void) | undefined;

  onBeforeRouteLeave(() => {
    // Who is signed out cannot stay.
    if (!toValue(hasUnsaved) || session.state.value !== 'signed-in') return true;
    asking.value = true;
    return new Promise<boolean>((resolve) => (answer = resolve));
  });
  useEventListener(window, 'beforeunload', (event) => {
    if (toValue(hasUnsaved)) event.preventDefault();
  });
  // Closed without an answer, by Escape say, is no.
  watch(asking, (isAsking) => !isAsking && reply(false));

  function reply(leave: boolean): void {
    answer?.(leave);
    answer = undefined;
    asking.value = false;
  }

  return { asking, leave: () => reply(true) };
}
