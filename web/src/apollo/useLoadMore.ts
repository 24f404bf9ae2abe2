import { computed, reactive, ref } from 'vue';
import { failureOf, type Failure } from './failure';

/** The part of a list that is not loaded yet. */
export interface LoadMore {
  readonly hasMore: boolean;
  readonly loading: boolean;
  readonly failure: Failure | null;
  readonly load: () => Promise<void>;
  readonly resetFailure: () => void;
}

export function useLoadMore(
  hasMore: () => boolean | undefined,
  fetchMore: () => Promise<unknown> | undefined,
): LoadMore {
  const loading = ref(false);
  const failure = ref<Failure | null>(null);

  async function load(): Promise<void> {
    if (loading.value) return;
    loading.value = true;
    failure.value = null;
    try {
      await fetchMore();
    } catch (error) {
      failure.value = failureOf(error);
    } finally {
      loading.value = false;
    }
  }

  return reactive({
    hasMore: computed(() => hasMore() ?? false),
    loading,
    failure,
    load,
    resetFailure: () => (failure.value = null),
  });
}
