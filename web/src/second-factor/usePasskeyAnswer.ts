import { computed, ref } from 'vue';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { SecondFactorPasskeyBeginDocument, SecondFactorPasskeyVerifyDocument } from '../gql/graphql';
import { answerWithPasskey, passkeyFailureOf, type PasskeyFailure } from '../passkeys/authenticator';
import { usePasskeyTexts } from '../passkeys/usePasskeyTexts';
import { useSessionStart } from '../sessions/useSessionStart';

/** Answers the question for the second factor with a passkey. */
export function usePasskeyAnswer() {
  const textOf = usePasskeyTexts();
  const begin = useMutationWithErrors(SecondFactorPasskeyBeginDocument, (data) => data.secondFactorPasskeyBegin);
  const start = useSessionStart(SecondFactorPasskeyVerifyDocument, (data) => data.secondFactorPasskeyVerify);
  const failure = ref<PasskeyFailure | null>(null);
  const answering = ref(false);
  const refusals = computed(() => [...begin.userErrors.value, ...start.userErrors.value]);

  const problems = computed(() => {
    const problem = textOf(failure.value, refusals.value);
    return problem ? [problem] : [...begin.problems(), ...start.problems()];
  });

  async function answer(token: string): Promise<void> {
    failure.value = null;
    answering.value = true;
    try {
      const options = (await begin.send({ input: { token } }))?.options;
      if (!options) return;
      const { userHandle: _, ...signed } = await answerWithPasskey(options);
      await start.send({ token, ...signed });
    } catch (error) {
      failure.value = passkeyFailureOf(error);
    } finally {
      answering.value = false;
    }
  }

  /** Whether somebody has to begin anew. */
  const hasEnded = computed(() => refusals.value.some(({ field }) => field === 'input.token'));

  return { answer, answering, problems, hasEnded };
}
