import { useI18n } from 'vue-i18n';
import { deviceOf } from './device';

export function useDeviceName(): { nameOf: (userAgent: string) => string } {
  const { t } = useI18n();
  return {
    nameOf(userAgent) {
      const { browser, system } = deviceOf(userAgent);
      if (browser && system) return t('sessions.device', { browser, system });
      return browser ?? system ?? t('sessions.unknownDevice');
    },
  };
}
