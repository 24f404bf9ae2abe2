import { computed, type WritableComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { textLimits } from '#shared/limits.ts';
import { shorten } from '#shared/text.ts';

/** What is searched for, stored in the address: reload, bookmarks and the back button all know it. */
export function useCustomerSearch(): WritableComputedRef<string> {
  const route = useRoute();
  const router = useRouter();
  let last = '';
  return computed({
    get() {
      // While the next page is being opened, this one keeps what it showed.
      if (route.name === 'customers') last = shorten(String(route.query['search'] ?? ''), textLimits.search);
      return last;
    },
    set(search) {
      const location = { query: search ? { search } : {} };
      void (last && search ? router.replace(location) : router.push(location));
    },
  });
}
