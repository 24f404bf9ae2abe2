import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accentIn, backgroundsOf, contrastOf, leastContrast, portalAccent, readColor } from '#shared/accent.ts';

const themes = ['light', 'dark'] as const;

describe('an accent colour', () => {
  it('can be read in both themes, whichever is chosen, as text and as what text is on', () => {
    const colors = fc.integer({ min: 0, max: 0xffffff }).map((number) => `#${number.toString(16).padStart(6, '0')}`);
    fc.assert(
      fc.property(colors, fc.constantFrom(...themes), (chosen, theme) => {
        const shown = accentIn(chosen, theme);
        expect(readColor(shown)).toBe(shown);
        for (const background of backgroundsOf(shown, theme))
          expect(contrastOf(shown, background), `${chosen} on ${background}`).toBeGreaterThanOrEqual(leastContrast);
      }),
      {
        examples: [
          ['#ffffff', 'light'],
          ['#000000', 'dark'],
          ['#ffff00', 'light'],
          ['#808080', 'dark'],
        ],
      },
    );
  });

  it('stays as it was chosen where it can be read', () => {
    expect(accentIn(portalAccent, 'light')).toBe(portalAccent);
    expect(accentIn('#1d4ed8', 'light')).toBe('#1d4ed8');
    expect(accentIn('#fde047', 'dark')).toBe('#fde047');
    expect(accentIn('#fde047', 'light')).not.toBe('#fde047');
    expect(accentIn('#1d4ed8', 'dark')).not.toBe('#1d4ed8');
  });

  it('has the contrast that WCAG 2 says it has', () => {
    expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrastOf('#ffffff', '#767676')).toBeCloseTo(4.54, 2);
    expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  it.each([
    ['#0F766E', '#0f766e'],
    [' 0f766e ', '#0f766e'],
    ['#0af', '#00aaff'],
    ['teal', null],
    ['#12345', null],
    ['#0f766eff', null],
    ['rgb(0,0,0)', null],
    ['', null],
  ])('is read from %j as %j', (written, color) => {
    expect(readColor(written)).toBe(color);
  });
});
