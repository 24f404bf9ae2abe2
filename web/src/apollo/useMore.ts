import { computed, reactive, ref } from 'vue';
import { failureOf, type Failure } from './failure';

/** What a list has beyond what was loaded of it. */
export interface More {
  readonly isThere: boolean;
  readonly loading: boolean;
  readonly failure: Failure | null;
  readonly load: () => Promise<void>;
  readonly forgetFailure: () => void;
}

/** The rest of a list, loaded part by part. */
export function useMore(isThere: () => boolean | undefined, fetchMore: () => Promise<unknown> | undefined): More {
  const loading = ref(false);
  const failure = ref<Failure | null>(null);

  async function load(): Promise<void> {
    if (loading.value) return;
    loading.value = true;
    failure.value = null;
    try {
      await fetchMore();
    } catch (reason) {
      failure.value = failureOf(reason);
    } finally {
      loading.value = false;
    }
  }

  return reactive({
    isThere: computed(() => isThere() ?? false),
    loading,
    failure,
    load,
    forgetFailure: () => (failure.value = null),
  });
}
