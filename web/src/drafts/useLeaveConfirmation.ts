import { useEventListener } from '@vueuse/core';
import { ref, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { onBeforeRouteLeave } from 'vue-router';
import { session } from '../sessions/session';

/** Asks before a page is left with something unsaved. */
export function useLeaveConfirmation(hasUnsaved: MaybeRefOrGetter<boolean>) {
  const isAsking = ref(false);
  let resolveLeave: ((leave: boolean) => void) | undefined;

  onBeforeRouteLeave(() => {
    // Who is signed out cannot stay.
    if (!toValue(hasUnsaved) || session.state.value !== 'signed-in') return true;
    isAsking.value = true;
    return new Promise<boolean>((resolve) => (resolveLeave = resolve));
  });
  useEventListener(window, 'beforeunload', (event) => {
    if (toValue(hasUnsaved)) event.preventDefault();
  });
  // Closed without an answer, for example by Escape, means to stay.
  watch(isAsking, (asking) => !asking && answer(false));

  function answer(leave: boolean): void {
    resolveLeave?.(leave);
    resolveLeave = undefined;
    isAsking.value = false;
  }

  return { isAsking, leave: () => answer(true) };
}
