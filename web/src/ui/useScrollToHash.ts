import { nextTick, onMounted, watch } from 'vue';
import { useRoute } from 'vue-router';

/** Scrolls to the part of the page that the address names (`#feedback`), on arrival and when only the hash changes. */
export function useScrollToHash(): void {
  const route = useRoute();
  const scroll = async () => {
    await nextTick();
    if (route.hash)
      document.getElementById(route.hash.slice(1))?.scrollIntoView({ block: 'center', behavior: 'instant' });
  };
  onMounted(scroll);
  watch(() => route.fullPath, scroll);
}
