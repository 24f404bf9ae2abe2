import { computed, watch, type WritableComputedRef } from 'vue';
import { createI18n } from 'vue-i18n';
import { locales, type Locale } from '#shared/locale.ts';
import bn from '#shared/locales/bn.json';
import en from '#shared/locales/en.json';

export const languages = locales;
export type Language = Locale;

const storageKey = 'shohayota.language';

/** Bengali must say everything English says. */
const messages: Record<Language, typeof en> = { en, bn };

export const i18n = createI18n({ legacy: false, locale: firstGuess(), fallbackLocale: 'en', messages });

watch(
  i18n.global.locale,
  (language) => {
    document.documentElement.lang = language;
  },
  { immediate: true },
);

/** Shows a text in the language it is made out in; what this device prefers stays as it is. */
export function showIn(locale: string): void {
  const known = languages.find((language) => language === locale);
  if (known) i18n.global.locale.value = known;
}

export function useLanguage(): { language: WritableComputedRef<Language> } {
  const language = computed({
    get: () => i18n.global.locale.value,
    set(wish) {
      i18n.global.locale.value = wish;
      localStorage.setItem(storageKey, wish);
    },
  });
  return { language };
}

function firstGuess(): Language {
  const wishes = [localStorage.getItem(storageKey), ...navigator.languages.map((tag) => tag.split('-')[0])];
  return (
    languages.find((language) => language === wishes.find((wish) => languages.some((each) => each === wish))) ?? 'en'
  );
}
