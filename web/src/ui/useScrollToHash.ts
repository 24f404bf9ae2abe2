import { nextTick, onMounted, watch } from 'vue';
import { useRoute } from 'vue-router';

/** Brings the part of the page that the address names (`#feedback`) before the eyes, also of who is there already. */
export function useScrollToHash(): void {
  const route = useRoute();
  const show = async () => {
    await nextTick();
    if (route.hash)
      document.getElementById(route.hash.slice(1))?.scrollIntoView({ block: 'center', behavior: 'instant' });
  };
  onMounted(show);
  watch(() => route.fullPath, show);
}
