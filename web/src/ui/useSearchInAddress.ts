import { computed, type WritableComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { textLimits } from '#shared/limits.ts';
import { shorten } from '#shared/text.ts';

/** What is searched for on the page of this route, stored in the address: reload, bookmarks and the back button all know it. */
export function useSearchInAddress(routeName: string): WritableComputedRef<string> {
  const route = useRoute();
  const router = useRouter();
  let last = '';
  return computed({
    get() {
      // While the next page is being opened, this one keeps what it showed.
      if (route.name === routeName) last = shorten(String(route.query['search'] ?? ''), textLimits.search);
      return last;
    },
    set(search) {
      const location = { query: search ? { search } : {} };
      void (last && search ? router.replace(location) : router.push(location));
    },
  });
}
