import type { Words } from '../users/locale.ts';

const names: Words[] = [
  { en: 'very bad', bn: 'খুব খারাপ' },
  { en: 'bad', bn: 'খারাপ' },
  { en: 'fair', bn: 'মোটামুটি' },
  { en: 'good', bn: 'ভালো' },
  { en: 'very good', bn: 'খুব ভালো' },
];

/** What mails call a rating; the portal has its own words in `web/src/locales`. */
export function ratingWords(rating: number): Words {
  const { en, bn } = names[rating - 1]!;
  return { en: `${rating} of 5, ${en}`, bn: `৫-এর মধ্যে ${'০১২৩৪৫'[rating]}, ${bn}` };
}
