const icons: [RegExp, string][] = [
  [/^image\//, 'i-lucide-image'],
  [/^audio\//, 'i-lucide-file-music'],
  [/^video\//, 'i-lucide-file-play'],
  [/zip|compressed|tar|rar|7z/, 'i-lucide-file-archive'],
  [/sheet|excel|csv/, 'i-lucide-file-spreadsheet'],
  [/json|xml|javascript/, 'i-lucide-file-code'],
  [/^text\/|pdf|word|document/, 'i-lucide-file-text'],
];

export function attachmentIcon(contentType: string): string {
  return icons.find(([pattern]) => pattern.test(contentType))?.[1] ?? 'i-lucide-file';
}
