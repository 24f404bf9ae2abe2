import { useToast } from '@nuxt/ui/composables';
import { useI18n } from 'vue-i18n';

const shownMs = 10_000;

/** Says what was done, and for some seconds offers to undo it. */
export function useUndoNote(): (title: string, undo: () => void) => void {
  const { t } = useI18n();
  const toast = useToast();
  return (title, undo) => {
    toast.add({
      icon: 'i-lucide-check',
      title,
      duration: shownMs,
      actions: [{ label: t('portal.undo'), color: 'neutral', variant: 'outline', onClick: undo }],
    });
  };
}
