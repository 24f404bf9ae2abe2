import type { Router } from 'vue-router';

let count = 0;

export function countNavigations(router: Router): void {
  router.afterEach((_to, _from, failure) => {
    if (!failure) count++;
  });
}

/** Whether the page on the screen is the one that the browser was opened with. */
export const isFirstPage = (): boolean => count < 2;
