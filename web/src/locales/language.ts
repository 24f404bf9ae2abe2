import { computed, readonly, shallowRef, watch, type WritableComputedRef } from 'vue';
import { createI18n } from 'vue-i18n';
import { catalogues } from '#shared/catalogues.ts';
import { locales, type Locale } from '#shared/locale.ts';
import { deviceStorage } from '../browser/device-storage';
import { browserLanguages } from '../browser/languages';

export const languages = locales;
export type Language = Locale;

const storageKey = 'shohayota.language';
const offered = shallowRef<readonly Language[]>(languages);

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

/** The languages to choose from: those that the tenant offers. */
export const offeredLanguages = readonly(offered);

export function offerLanguages(tags: readonly string[]): void {
  const known = languages.filter((language) => tags.includes(language));
  // a tenant may offer what this version of the portal does not know
  offered.value = known.length ? known : languages;
}

/** Speaks the language that was chosen on this device, or else one of the browser's, or else `fallback`. */
export function speakPreferredLanguage(fallback: string): void {
  setDisplayLanguage(preferredLanguage() ?? fallback);
}

function initialLanguage(): Language {
  return preferredLanguage() ?? 'en';
}

function preferredLanguage(): Language | undefined {
  const preferred = [deviceStorage.getItem(storageKey), ...browserLanguages().map((tag) => tag.split('-')[0])];
  return preferred.map((tag) => offered.value.find((language) => language === tag)).find(Boolean);
}
