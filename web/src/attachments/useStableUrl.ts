import { tryOnScopeDispose } from '@vueuse/core';
import { ref, watch, type Ref } from 'vue';

const retryDelaysMs = [2_000, 8_000, 30_000];

/**
 * The address of a picture, which stays the same while it works, although each answer of the server has a new link to
 * it: otherwise every answer would load every picture again. `refresh` asks for a new link.
 */
export function useStableUrl(
  link: () => string | null,
  refresh: () => void,
): { src: Readonly<Ref<string | null>>; isBroken: Readonly<Ref<boolean>>; fail: () => void } {
  const src = ref(link());
  const isBroken = ref(false);
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function use(url: string | null): void {
    clearTimeout(timer);
    src.value = url;
    isBroken.value = false;
  }

  watch(link, (url) => {
    if (!src.value || isBroken.value) use(url);
  });
  tryOnScopeDispose(() => clearTimeout(timer));

  return {
    src,
    isBroken,
    fail() {
      if (src.value !== link()) return use(link());
      // Most often the link has expired: nothing is wrong before a new one fails, too.
      if (failures === 0) src.value = null;
      else isBroken.value = true;
      const delay = retryDelaysMs[failures++];
      if (delay === undefined) return;
      refresh();
      // It may have been the network: then the same link works later.
      timer = setTimeout(() => use(link()), delay);
    },
  };
}
