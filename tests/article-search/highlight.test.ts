import { describe, expect, it } from 'vitest';
import { excerpt, highlight } from '../../server/article-search/article-search.ts';

const shown = (text: string, words: string[] | null = null) =>
  excerpt(text, words)
    .map((part) => (part.highlighted ? `[${part.text}]` : part.text))
    .join('');

const filler = (characters: number) => 'a few words '.repeat(Math.ceil(characters / 12));

describe('an excerpt', () => {
  it('is the whole of a short text, lines put together', () => {
    expect(shown('One.\nTwo.', [])).toBe('One. Two.');
    expect(shown('')).toBe('');
  });

  it('begins with the text when the words stand there, or when there are none', () => {
    const text = `The light is red. ${filler(400)}`;
    expect(shown(text, ['light'])).toMatch(/^The \[light\] is red\. .* …$/);
    expect(shown(text)).toMatch(/^The light is red\. .* …$/);
  });

  it.each([0, 30, 39, 41, 60, 95, 105, 300])(
    'has both of two words that stand %i characters within and near each other',
    (before) => {
      const text = `${filler(before)}router ${filler(100)}light ${filler(400)}`;
      expect(shown(text, ['router', 'light'])).toMatch(/\[router\].*\[light\]/);
    },
  );

  it('prefers the stretch with more of the words', () => {
    const text = `router ${filler(300)}router and light ${filler(300)}light light`;
    expect(shown(text, ['router', 'light'])).toContain('[router] and [light]');
  });

  it('keeps what was found when no blank is near it, and cuts no letter in two', () => {
    const long = '-'.repeat(300);
    expect(shown(`${long}light${long}`, ['light'])).toContain('[light]');
    for (const letter of ['😀', 'কি', 'e\u0301']) {
      const parts = excerpt(letter.repeat(300), null);
      expect(parts[0]!.text.replaceAll(letter, '')).toBe('');
    }
  });

  it('is made of pieces that are the text when put end to end', () => {
    const title = 'Wi-Fi and wifi: গাড়ি';
    const parts = highlight(title, ['wifi', 'wi', '~gari']);
    expect(parts.map(({ text }) => text).join('')).toBe(title);
    expect(parts.filter(({ highlighted }) => highlighted).map(({ text }) => text)).toEqual(['Wi-Fi', 'wifi', 'গাড়ি']);
  });
});
