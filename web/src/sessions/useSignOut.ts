import { useToast } from '@nuxt/ui/composables';
import { useI18n } from 'vue-i18n';
import { session } from './session';

/** Signs out here, or says that it could not be done. */
export function useSignOut(): () => Promise<void> {
  const { t } = useI18n();
  const toast = useToast();
  return async () => {
    try {
      await session.signOut();
    } catch {
      toast.add({ color: 'error', icon: 'i-lucide-cloud-off', title: t('account.signOutFailed') });
    }
  };
}
