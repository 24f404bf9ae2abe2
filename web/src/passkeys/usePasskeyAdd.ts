import { computed, ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { PasskeyRegisterDocument, PasskeyRegistrationBeginDocument } from '../gql/graphql';
import { createPasskey, passkeyFailureOf, type PasskeyFailure } from './authenticator';
import type { Passkey } from './usePasskeys';

/** Makes a passkey: asks the server for a challenge, the browser for an answer, and the server to keep it. */
export function usePasskeyAdd() {
  const { t } = useI18n();
  const start = useMutationWithErrors(PasskeyRegistrationBeginDocument, (data) => data.passkeyRegistrationBegin);
  const registration = useMutationWithErrors(PasskeyRegisterDocument, (data) => data.passkeyRegister);
  const failure = ref<PasskeyFailure | null>(null);
  const adding = ref(false);

  const isOver = computed(() => registration.userErrors.value.some(({ code }) => code === 'WRONG_STATE'));
  const problems = computed(() => [
    ...(failure.value ? [t(`passkeys.failed.${failure.value}`)] : []),
    ...start.problems(),
    ...(isOver.value ? [t('passkeys.over')] : registration.problems(['input.name'])),
  ]);

  function reset(): void {
    failure.value = null;
    start.reset();
    registration.reset();
  }

  async function add(name: string): Promise<Passkey | null> {
    reset();
    adding.value = true;
    try {
      const options = (await start.send({}))?.options;
      const made = options && (await createPasskey(options));
      return (made && (await registration.send({ input: { name, ...made } }))?.passkey) ?? null;
    } catch (error) {
      failure.value = passkeyFailureOf(error);
      return null;
    } finally {
      adding.value = false;
    }
  }

  return { add, adding, problems, reset, nameError: computed(() => registration.errorOf('input.name')) };
}
