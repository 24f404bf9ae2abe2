import { useI18n } from 'vue-i18n';
import { deviceOf } from '#shared/device.ts';

/** "Chrome on Android", out of a `User-Agent`. */
export function useDeviceName(): (userAgent: string) => string {
  const { t } = useI18n();
  return (userAgent) => {
    const device = deviceOf(userAgent);
    if (!device) return t('sessions.unknownDevice');
    const { browser, system } = device;
    return browser ? t('sessions.device', { browser, system }) : system;
  };
}
