import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bytesOf,
  isBlank,
  isTooLong,
  lengthOf,
  shorten,
  toPlainSigns,
  toSingleLine,
  toText,
  withLatinDigits,
} from '#shared/text.ts';

const family = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}';

describe('a text of which nothing is seen', () => {
  it.each([
    '',
    ' \t\n',
    '\u3164', // Hangul filler
    '\u2800', // empty Braille pattern
    '\u115f\u1160', // Hangul jamo fillers
    '\uffa0', // half-width Hangul filler
    '\u200b\u200c\u200d\u2060\ufeff', // spaces of no width, joiners
    '\u00ad', // soft hyphen
    '\u034f\ufe0f', // grapheme joiner, variation selector
    '\u202e\u2066\u2069', // directions
    '\u00a0\u2003\u3000', // blanks of all widths
    '\u{e0041}\u{e007f}', // tags
    '\u180e\u17b4\u061c', // Mongolian, Khmer, Arabic
    '\ufffc', // where a picture was
    '\u0000\u0007\u001b', // controls
    '\u3164 \u2800\n\u200b',
  ])('%j is empty', (text) => {
    expect(isBlank(text)).toBe(true);
    expect([toSingleLine(text), toText(text)]).toEqual(['', '']);
  });

  it.each(['.', 'ক', '👍', '\u2801', '\u0627', '-', '\u200b.', '❤️', '한'])('%j is not', (text) => {
    expect(isBlank(text)).toBe(false);
    expect(toText(text)).not.toBe('');
  });
});

describe('a text in several lines', () => {
  it.each([
    ['one\r\ntwo', 'one\ntwo'],
    ['one\rtwo', 'one\ntwo'],
    ['one\r\n\r\ntwo\r', 'one\n\ntwo'],
    ['one\n\rtwo', 'one\n\ntwo'],
    ['one\u2028two', 'one\u2028two'],
    ['    at foo (a.js:1)\n        at bar (b.js:2)', '    at foo (a.js:1)\n        at bar (b.js:2)'],
    ['\r\n \r\n\tcolumn\tcolumn\r\n\tcolumn\r\n', '\tcolumn\tcolumn\n\tcolumn'],
    ['\u00a0\n  two blanks\nnone', '  two blanks\nnone'],
    [' a blank before one line ', 'a blank before one line'],
    ['a  b\n  c', 'a  b\n  c'],
    ['Cafe\u0301', 'Caf\u00e9'],
    ['\u09df', '\u09af\u09bc'],
  ])('%j is stored as %j', (written, stored) => expect(toText(written)).toBe(stored));

  it('is stored as it is when it was stored before', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(toText(toText(text))).toBe(toText(text));
      }),
    );
  });

  it('takes time in proportion to its length', () => {
    expect(toText(`${' '.repeat(200_000)}x\ny`)).toHaveLength(200_003);
    expect(toText(`${'\n '.repeat(100_000)}x\ny`)).toBe(' x\ny');
  });
});

describe('the length of a text', () => {
  it.each([
    ['no light', 8],
    ['Cafe\u0301', 4],
    [family, 1],
    ['👍🏽👍🏿', 2],
    ['🇧🇩🇬🇧', 2],
    ['❤️', 1],
    ['한국', 2],
    ['\u1112\u1161\u11ab', 1],
    ['কি', 1],
    ['a\r\nb', 3],
    ['', 0],
  ])('of %j is %i, as a reader counts', (text, length) => expect(lengthOf(text)).toBe(length));

  it('has a bound in bytes, too', () => {
    expect(isTooLong('e\u0301'.repeat(200), 200)).toBe(false);
    expect(isTooLong('é'.repeat(201), 200)).toBe(true);
    expect(isTooLong('🇧🇩'.repeat(200), 200)).toBe(false);
    expect(isTooLong(`e${'\u0301'.repeat(1_000)}`, 200)).toBe(true);
    expect(bytesOf('কি')).toBe(6);
  });

  it('is shortened between characters', () => {
    expect(shorten(`a${family}b`, 2)).toBe(`a${family}`);
    expect(shorten('e\u0301e\u0301e\u0301', 2)).toBe('e\u0301e\u0301');
    expect(shorten('short', 10)).toBe('short');
  });
});

describe('signs of other keyboards', () => {
  it.each([
    ['০১৭১২', '01712'],
    ['٠١٧١٢', '01712'],
    ['۰۱۷۱۲', '01712'],
    ['०१७१२', '01712'],
    ['๐๑๗๑๒', '01712'],
    ['\u{1d7ce}\u{1d7cf}\u{1d7d6}\u{1d7d8}\u{1d7ff}', '01809'],
  ])('%s are the digits %s', (written, latin) => expect(withLatinDigits(written)).toBe(latin));

  it.each([
    ['\uff0b\uff11\uff12', '+12'],
    ['\u202a+1\u2011\u202f2\u202c', '+1- 2'],
    ['\u2800a\u200bb\u3000', 'ab'],
    ['a\u200db', 'ab'],
    ['ক্\u200dষ', 'ক্\u200dষ'],
  ])('%j are %j', (written, plain) => expect(toPlainSigns(written)).toBe(plain));
});
