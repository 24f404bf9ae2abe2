import { describe, expect, it } from 'vitest';
import { excerpt, highlight } from '../../server/search/highlight.ts';

const shown = (text: string, words: string[] | null = null) =>
  excerpt(text, words)
    .map((part) => (part.highlighted ? `[${part.text}]` : part.text))
    .join('');

const filler = (characters: number) => 'a few words '.repeat(Math.ceil(characters / 12));

describe('an excerpt', () => {
  it('is the whole text when it is short, on one line', () => {
    expect(shown('One.\nTwo.', [])).toBe('One. Two.');
    expect(shown('')).toBe('');
  });

  it.each([
    ['Pay by phone\nDial *247#.', 'Pay by phone · Dial *247#.'],
    ['What is it?\nA router.', 'What is it? A router.'],
    ['Dial *247#\nThen wait.', 'Dial *247# · Then wait.'],
    ['Plans (2026)\nAll of them.', 'Plans (2026) · All of them.'],
    ['Save 50%\nTell a friend.', 'Save 50% · Tell a friend.'],
    ['He said “wait.”\nSo we did.', 'He said “wait.” So we did.'],
    ['Plans\n10 Mbit/s\n500 taka\n20 Mbit/s\n900 taka', 'Plans · 10 Mbit/s · 500 taka · 20 Mbit/s · 900 taka'],
    ['Steps:\nUnplug it\nWait', 'Steps: Unplug it · Wait'],
    ['বিল পরিশোধ\n*247# ডায়াল করুন।\nধন্যবাদ', 'বিল পরিশোধ · *247# ডায়াল করুন। ধন্যবাদ'],
    ['ping 10.0.0.1\n\n  ttl=64  \nDone.', 'ping 10.0.0.1 · ttl=64 · Done.'],
  ])('keeps headings, items and cells apart: %j', (text, line) => {
    expect(shown(text)).toBe(line);
  });

  it('begins where the text begins when the words are there, or when there are none', () => {
    const text = `The light is red. ${filler(400)}`;
    expect(shown(text, ['light'])).toMatch(/^The \[light\] is red\. .* …$/);
    expect(shown(text)).toMatch(/^The light is red\. .* …$/);
  });

  it.each([0, 30, 39, 41, 60, 95, 105, 300])(
    'has both of two words that are near each other, %i characters into the text',
    (before) => {
      const text = `${filler(before)}router ${filler(100)}light ${filler(400)}`;
      expect(shown(text, ['router', 'light'])).toMatch(/\[router\].*\[light\]/);
    },
  );

  it('prefers the part with more of the words', () => {
    const text = `router ${filler(300)}router and light ${filler(300)}light light`;
    expect(shown(text, ['router', 'light'])).toContain('[router] and [light]');
  });

  it('keeps the word that was found when there is no space near it, and cuts no letter in two', () => {
    const long = '-'.repeat(300);
    expect(shown(`${long}light${long}`, ['light'])).toContain('[light]');
    for (const letter of ['😀', 'কি', 'e\u0301']) {
      const parts = excerpt(letter.repeat(300), null);
      expect(parts[0]!.text.replaceAll(letter, '')).toBe('');
    }
  });

  it('is made of fragments that are the text when concatenated', () => {
    const title = 'Wi-Fi and wifi: গাড়ি';
    const parts = highlight(title, ['wifi', 'wi', '~gari']);
    expect(parts.map(({ text }) => text).join('')).toBe(title);
    expect(parts.filter(({ highlighted }) => highlighted).map(({ text }) => text)).toEqual(['Wi-Fi', 'wifi', 'গাড়ি']);
  });
});
