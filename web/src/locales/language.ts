import { computed, watch, type WritableComputedRef } from 'vue';
import { createI18n } from 'vue-i18n';
import { catalogues } from '#shared/catalogues.ts';
import { locales, type Locale } from '#shared/locale.ts';
import { deviceStorage } from '../browser/device-storage';
import { browserLanguages } from '../browser/languages';

export const languages = locales;
export type Language = Locale;

const storageKey = 'shohayota.language';

export const i18n = createI18n({
  legacy: false,
  locale: initialLanguage(),
  fallbackLocale: 'en',
  messages: catalogues,
});

watch(
  i18n.global.locale,
  (language) => {
    document.documentElement.lang = language;
  },
  { immediate: true },
);

/** Changes the language of this page only; the one stored on the device stays. */
export function setDisplayLanguage(locale: string): void {
  const known = languages.find((language) => language === locale);
  if (known) i18n.global.locale.value = known;
}

export function useLanguage(): { language: WritableComputedRef<Language> } {
  const language = computed({
    get: () => i18n.global.locale.value,
    set(chosen) {
      i18n.global.locale.value = chosen;
      deviceStorage.setItem(storageKey, chosen);
    },
  });
  return { language };
}

function initialLanguage(): Language {
  const preferred = [deviceStorage.getItem(storageKey), ...browserLanguages().map((tag) => tag.split('-')[0])];
  return preferred.map((tag) => languages.find((language) => language === tag)).find(Boolean) ?? 'en';
}
