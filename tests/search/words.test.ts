import { describe, expect, it } from 'vitest';
import { tokenize } from '../../server/search/tokenizer.ts';

const words = (text: string) => tokenize(text).map(({ word }) => word);

describe('words that a reader sees as the same are the same', () => {
  it.each([
    ['in any case', 'RoUtEr', 'router'],
    ['with accents of one code point or two', 'caf\u00e9', 'cafe\u0301'],
    ['with accents or without', 'Ångström', 'angstrom'],
    ['in capitals without small ones', 'STRASSE', 'Straße'],
    ['with a dot on a capital', 'İstanbul', 'istanbul'],
    ['with ligatures', '\ufb01bre', 'fibre'],
    ['in full width', 'ｒｏｕｔｅｒ１０', 'router10'],
    ['with soft hyphens', 'rou\u00adter', 'router'],
    ['with zero-width blanks and joiners', 'rou\u200bt\u2060er\ufeff', 'router'],
    ['with joiners in Latin letters', 'rou\u200dter', 'router'],
    ['with direction marks', '\u200erouter\u200f', 'router'],
    ['with a hyphen that is no minus', 'wi\u2011fi', 'wi-fi'],
    ['in digits of Bengali', '১০৪২', '1042'],
    ['in digits of Arabic', '١٠٤٢', '1042'],
    ['in digits of Devanagari', '१०४२', '1042'],
    ['in full-width digits', '１０４２', '1042'],
    ['with letters of Bengali in one code point or two', 'গা\u09dcি', 'গাড\u09bcি'],
    ['with joiners in Bengali', 'কর\u200cবে', 'করবে'],
    ['with Bengali vowels that sound alike', 'বিল', 'বীল'],
    ['in Arabic with vowel signs', 'فَاتُورَة', 'فاتورة'],
    ['in Arabic with a stretched letter', 'فـــاتورة', 'فاتورة'],
    ['in Arabic with a hamza', 'أحمد', 'احمد'],
    ['in forms of Arabic letters', 'ﻓﺎﺗﻮﺭﺓ', 'فاتورة'],
    ['in Hebrew with points', 'שָׁלוֹם', 'שלום'],
  ])('%s', (_, one, other) => {
    expect(words(one)).toEqual(words(other));
    expect(words(one)).not.toEqual([]);
  });

  it('between straight and curly quotes', () => {
    expect(words('“router’s” ‹light›')).toEqual(words('"router\'s" <light>'));
  });
});

it('words that a reader tells apart are apart', () => {
  expect(words('мой мои')).toEqual(['мой', 'мои']);
  expect(words('বিল মিল')).toHaveLength(2);
  expect(words('10 1042')).toEqual(['10', '1042']);
  expect(words('⑴ ½')).toEqual(['1', '12']);
});

it('a text of nothing but marks takes no time and has no words', () => {
  expect(words(`a${'\u0301'.repeat(100_000)}`)).toEqual([]);
  expect(words('\u00ad\u200b\u2060')).toEqual([]);
});
