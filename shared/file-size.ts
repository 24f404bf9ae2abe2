const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/**
 * A number of bytes in the largest fitting unit, 1,024 of one being one of the next: `640 bytes`, `1.5 MB`.
 *
 * @param language a BCP 47 tag, such as `en` or `bn-BD`
 */
export function formatFileSize(bytes: number, language: string): string {
  const step = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  const size = bytes / 1_024 ** step;
  const format = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[step],
    unitDisplay: step ? 'short' : 'long',
    maximumFractionDigits: size < 10 && step > 0 ? 1 : 0,
  });
  // kB is a thousand bytes
  return format.format(size).replace('kB', 'KB');
}
