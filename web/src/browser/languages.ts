/** The languages a browser asks for, as tags that `Intl` takes: some systems add their own, as in `en-US@posix`. */
export const browserLanguages = (): string[] => [...(navigator.languages ?? []), navigator.language].flatMap(canonical);

function canonical(tag: string | undefined): string[] {
  try {
    return Intl.getCanonicalLocales(tag?.replace(/[.@].*/, '').replaceAll('_', '-'));
  } catch {
    return [];
  }
}
