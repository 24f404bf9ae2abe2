import { computed, ref, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { ProfileUpdateDocument, type ProfileUpdateInput } from '../gql/graphql';
import { session } from '../sessions/session';

/** Changes the viewer's own profile; every page and tab knows it at once. */
export function useProfileUpdate() {
  const { send, ...mutation } = useMutationWithErrors(ProfileUpdateDocument, (data) => data.profileUpdate);

  async function save(input: ProfileUpdateInput): Promise<boolean> {
    const answer = await send({ input });
    if (answer?.viewer) session.updateViewer(answer.viewer);
    return !!answer;
  }

  return { save, ...mutation };
}

type Choice = 'locale' | 'theme' | 'timeZone';

/**
 * One choice of the profile: shown at once, then saved. A wish that comes while another one is on its way is saved
 * after it.
 */
export function useProfileChoice<Key extends Choice>(
  key: Key,
  shown: Ref<Exclude<ProfileUpdateInput[Key], null | undefined>>,
) {
  const { t } = useI18n();
  const { save, sending, failed, problems, reset } = useProfileUpdate();
  const saved = ref(false);
  let newest = shown.value;

  /** Resolves to whether the profile has it, or will be told by the call that is on its way. */
  async function choose(wish: typeof shown.value): Promise<boolean> {
    newest = shown.value = wish;
    saved.value = false;
    reset();
    if (sending.value) return true;
    let sent;
    do {
      sent = newest;
      saved.value = await save({ [key]: sent });
      // The answer to an older wish is not what the person wants to see.
      shown.value = newest;
    } while (sent !== newest);
    return saved.value;
  }

  /** What the section of the profile tells of it. */
  const section = computed(() => ({
    problems: problems(),
    canRetry: failed.value,
    note: saved.value ? t('profile.saved') : null,
    onRetry: () => choose(shown.value),
  }));
  return { choose, sending, section };
}
