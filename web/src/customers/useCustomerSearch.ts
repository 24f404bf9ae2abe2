import { computed, type ComputedRef } from 'vue';
import { useRoute, useRouter } from 'vue-router';

/** What is searched for, kept in the address: reload, bookmarks and the back button all know it. */
export function useCustomerSearch(): { search: ComputedRef<string>; find: (text: string) => void } {
  const route = useRoute();
  const router = useRouter();
  let last = '';
  const search = computed(() => {
    // While the next page is being opened, this one keeps what it showed.
    if (route.name === 'customers') last = String(route.query['search'] ?? '').slice(0, 200);
    return last;
  });

  function find(text: string): void {
    const location = { query: text ? { search: text } : {} };
    void (search.value && text ? router.replace(location) : router.push(location));
  }

  return { search, find };
}
