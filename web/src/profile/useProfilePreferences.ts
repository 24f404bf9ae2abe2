import { watch } from 'vue';
import { languages, useLanguage } from '../locales/language';
import { useTheme } from './useTheme';
import { session } from '../sessions/session';

/** Once somebody is signed in, language and theme are those of the profile, here and on every other device. */
export function useProfilePreferences(): void {
  const { language } = useLanguage();
  const { theme } = useTheme();

  watch(
    () => session.viewer.value?.locale,
    (locale) => {
      const known = languages.find((each) => each === locale);
      if (known) language.value = known;
    },
  );
  watch(
    () => session.viewer.value?.theme,
    (wish) => {
      if (wish) theme.value = wish;
    },
  );
}
