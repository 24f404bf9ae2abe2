import { computed, ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { SecondFactorPasskeyBeginDocument, SecondFactorPasskeyVerifyDocument } from '../gql/graphql';
import { answerWithPasskey, passkeyFailureOf, type PasskeyFailure } from '../passkeys/authenticator';
import { useSessionStart } from '../sessions/useSessionStart';

/** Answers the question for the second factor with a passkey. */
export function usePasskeyAnswer() {
  const { t } = useI18n();
  const begin = useMutationWithErrors(SecondFactorPasskeyBeginDocument, (data) => data.secondFactorPasskeyBegin);
  const start = useSessionStart(SecondFactorPasskeyVerifyDocument, (data) => data.secondFactorPasskeyVerify);
  const failure = ref<PasskeyFailure | null>(null);
  const answering = ref(false);
  const refusals = computed(() => [...begin.userErrors.value, ...start.userErrors.value]);

  const problems = computed(() => {
    if (failure.value) return [t(`passkeys.failed.${failure.value}`)];
    const codes = refusals.value.map(({ code, field }) => (field ? `${code} ${field}` : code));
    if (codes.includes('INVALID_CREDENTIALS')) return [t('passkeys.notAccepted')];
    if (codes.includes('WRONG_STATE input.clientDataJSON')) return [t('passkeys.over')];
    return [...begin.problems(), ...start.problems()];
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
