import { readonly, ref } from 'vue';
import type { Router } from 'vue-router';

const failedPath = ref<string | null>(null);

/** The page that could not be opened: a part of it did not load, because the connection broke or the portal was updated. */
export const pageFailure = { path: readonly(failedPath), dismiss: () => (failedPath.value = null) };

export function watchPageFailures(router: Router): void {
  router.onError((error, to) => {
    console.error(error);
    failedPath.value = to.fullPath;
  });
  router.afterEach((_to, _from, failure) => {
    if (!failure) failedPath.value = null;
  });
}
