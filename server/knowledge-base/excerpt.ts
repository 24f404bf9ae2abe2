import type { TextPart } from './article.contract.ts';
import type { Language } from './language.ts';

export const partsOf = (text: string, _language: Language, _marked: string[] | null): TextPart[] => [
  { text, highlighted: false },
];

export const excerptOf = (text: string, language: Language, marked: string[] | null): TextPart[] =>
  partsOf(text.slice(0, 200), language, marked);
