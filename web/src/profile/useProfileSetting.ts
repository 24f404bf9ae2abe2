import { computed, ref, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import type { ProfileUpdateInput } from '../gql/graphql';
import { useProfileUpdate } from './useProfileUpdate';

type Setting = 'locale' | 'theme' | 'timeZone';

/** One setting of the profile: shown at once, then saved. What is chosen while another value is being saved is saved next. */
export function useProfileSetting<Key extends Setting>(
  key: Key,
  shown: Ref<Exclude<ProfileUpdateInput[Key], null | undefined>>,
) {
  const { t } = useI18n();
  const { save, sending, failed, problems, reset } = useProfileUpdate();
  const saved = ref(false);
  let newest = shown.value;

  /** Resolves to whether the profile has it, or will have it after the request that is on its way. */
  async function choose(value: typeof shown.value): Promise<boolean> {
    newest = shown.value = value;
    saved.value = false;
    reset();
    if (sending.value) return true;
    let sent;
    do {
      sent = newest;
      saved.value = await save({ [key]: sent });
      // The answer to an older choice must not replace the newest one on the screen.
      shown.value = newest;
    } while (sent !== newest);
    return saved.value;
  }

  /** The props of the section of the profile page. */
  const section = computed(() => ({
    problems: problems(),
    canRetry: failed.value,
    note: saved.value ? t('profile.saved') : null,
    onRetry: () => choose(shown.value),
  }));
  return { choose, sending, section };
}
