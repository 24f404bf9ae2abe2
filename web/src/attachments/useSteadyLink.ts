import { tryOnScopeDispose } from '@vueuse/core';
import { ref, watch, type Ref } from 'vue';

const retryDelaysMs = [2_000, 8_000, 30_000];

/**
 * The address of a picture that stays the same while it works, although each answer of the server brings a new link
 * to it: otherwise every answer would load every picture again.
 */
export function useSteadyLink(
  link: () => string | null,
  onBroken: () => void,
): { src: Readonly<Ref<string | null>>; isBroken: Readonly<Ref<boolean>>; fail: () => void } {
  const src = ref(link());
  const isBroken = ref(false);
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function take(now: string | null): void {
    clearTimeout(timer);
    src.value = now;
    isBroken.value = false;
  }

  watch(link, (now) => {
    if (!src.value || isBroken.value) take(now);
  });
  tryOnScopeDispose(() => clearTimeout(timer));

  return {
    src,
    isBroken,
    fail() {
      if (src.value !== link()) return take(link());
      isBroken.value = true;
      onBroken();
      // It may have been the network: then the link is still the same, and good.
      const delay = retryDelaysMs[failures++];
      if (delay) timer = setTimeout(() => take(link()), delay);
    },
  };
}
