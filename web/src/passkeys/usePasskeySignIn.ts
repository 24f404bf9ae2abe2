import { browserSupportsWebAuthnAutofill, WebAuthnAbortService } from '@simplewebauthn/browser';
import { computed, onMounted, onUnmounted, ref, shallowRef } from 'vue';
import { failureOf, type Failure } from '../apollo/failure';
import { request } from '../apollo/request';
import { useUserErrors } from '../apollo/useUserErrors';
import { PasskeySignInBeginDocument, PasskeySignInDocument, type UserErrorFieldsFragment } from '../gql/graphql';
import { useSessionStart } from '../sessions/useSessionStart';
import {
  answerWithPasskey,
  canUsePasskeys,
  passkeyFailureOf,
  type PasskeyFailure,
  type RequestOptions,
} from './authenticator';
import { usePasskeyTexts } from './usePasskeyTexts';

/** Signs in with a passkey: by a button, or by one that the browser offers where the email address is typed. */
export function usePasskeySignIn() {
  const textOf = usePasskeyTexts();
  const start = useSessionStart(PasskeySignInDocument, (data) => data.passkeySignIn);
  const isBusy = ref(false);
  const passkeyFailure = ref<PasskeyFailure | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const refusals = shallowRef<UserErrorFieldsFragment[]>([]);
  const begun = useUserErrors(refusals, failure);
  let renewal: ReturnType<typeof setTimeout> | undefined;
  /** Which of the requests for autofill is the current one. */
  let round = 0;

  const problems = computed(() => {
    const problem = textOf(passkeyFailure.value, start.userErrors.value);
    return problem ? [problem] : [...begun.problems(), ...start.problems()];
  });

  function reset(): void {
    passkeyFailure.value = null;
    failure.value = null;
    refusals.value = [];
  }

  async function begin(): Promise<RequestOptions | null> {
    const { options, userErrors } = (await request(PasskeySignInBeginDocument, {})).data.passkeySignInBegin;
    refusals.value = userErrors;
    return options ?? null;
  }

  async function signIn(): Promise<void> {
    stopAutofill();
    reset();
    isBusy.value = true;
    try {
      const options = await begin().catch((error: unknown) => void (failure.value = failureOf(error)));
      if (options) await start.send(await answerWithPasskey(options));
    } catch (error) {
      passkeyFailure.value = passkeyFailureOf(error);
    } finally {
      isBusy.value = false;
    }
    void offerAutofill();
  }

  /** The browser waits for somebody to choose a passkey. A challenge that grows old is replaced. */
  async function offerAutofill(): Promise<void> {
    const mine = ++round;
    clearTimeout(renewal);
    const isCurrent = () => mine === round;
    try {
      if (!canUsePasskeys() || !(await browserSupportsWebAuthnAutofill()) || !isCurrent()) return;
      const { options } = (await request(PasskeySignInBeginDocument, {})).data.passkeySignInBegin;
      if (!options || !isCurrent()) return;
      renewal = setTimeout(() => void offerAutofill(), options.timeout);
      const answer = await answerWithPasskey(options, true);
      if (!isCurrent()) return;
      reset();
      if (!(await start.send(answer))) void offerAutofill();
    } catch {
      // nobody has asked for anything yet: the button says what is wrong
    }
  }

  function stopAutofill(): void {
    round++;
    clearTimeout(renewal);
    WebAuthnAbortService.cancelCeremony();
  }

  onMounted(offerAutofill);
  onUnmounted(stopAutofill);

  return { signIn, busy: computed(() => isBusy.value || start.sending.value), problems };
}
