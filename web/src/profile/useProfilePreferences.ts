import { watch } from 'vue';
import { offeredLocale } from '#shared/locale.ts';
import { languages, useLanguage } from '../locales/language';
import { setDisplayZone } from '../locales/time-zone';
import { session } from '../sessions/session';
import { useTheme } from './useTheme';

/** Once somebody is signed in, language, theme and time zone are those of the profile, here and on every other device. */
export function useProfilePreferences(): void {
  const { language } = useLanguage();
  const { theme } = useTheme();

  watch(
    () => session.viewer.value && offeredLocale(session.viewer.value.locale, session.viewer.value.tenant),
    (locale) => {
      const known = languages.find((each) => each === locale);
      if (known) language.value = known;
    },
    { immediate: true },
  );
  watch(
    () => session.viewer.value?.theme,
    (chosen) => {
      if (chosen) theme.value = chosen;
    },
    { immediate: true },
  );
  watch(() => session.viewer.value?.timeZone, setDisplayZone, { immediate: true, flush: 'sync' });
}
