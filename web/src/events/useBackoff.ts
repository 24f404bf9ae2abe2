import { useEventListener, useTimeoutFn } from '@vueuse/core';

const longestWaitMs = 30_000;
const stableAfterMs = 5_000;

/**
 * The wait before a connection is tried again: longer each time, with a random part so that not all tabs reach a
 * restarted server at once. It ends early when the browser is online again or the page becomes visible.
 */
export function useBackoff() {
  let attempts = 0;
  let endWait = () => {};
  const reset = () => (attempts = 0);
  // a server that accepts connections only to close them is not asked without pause
  const stable = useTimeoutFn(reset, stableAfterMs, { immediate: false });

  useEventListener(window, 'online', () => {
    reset();
    endWait();
  });
  useEventListener(document, 'visibilitychange', () => document.visibilityState === 'visible' && endWait());

  return {
    wait(): Promise<void> {
      stable.stop();
      const ceiling = Math.min(longestWaitMs, 400 * 2 ** attempts++);
      return new Promise((resolve) => {
        endWait = resolve;
        setTimeout(resolve, ceiling * (0.4 + Math.random() * 0.6));
      });
    },
    /** Starts again from the shortest wait, once the connection has lasted for a while. */
    connected: () => stable.start(),
  };
}
