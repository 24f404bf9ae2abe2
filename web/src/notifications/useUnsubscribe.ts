import { ref } from 'vue';
import { failureOf, type Failure } from '../apollo/failure';
import { RequestError, fetchWithTimeout } from '../apollo/request';

/** Ends the emails that the address of this page names. */
export function useUnsubscribe() {
  const state = ref<'asking' | 'sending' | 'done' | 'invalid'>('asking');
  const failure = ref<Failure | null>(null);

  async function unsubscribe(): Promise<void> {
    state.value = 'sending';
    failure.value = null;
    try {
      const { ok, status } = await fetchWithTimeout(location.pathname + location.search, { method: 'POST' });
      if (!ok && status !== 403) throw new RequestError(status, []);
      state.value = ok ? 'done' : 'invalid';
    } catch (error) {
      failure.value = failureOf(error);
      state.value = 'asking';
    }
  }

  return { state, failure, unsubscribe };
}
