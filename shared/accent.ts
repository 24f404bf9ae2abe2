/** The colour of the portal itself: of links and buttons where a tenant has chosen none. */
export const portalAccent = '#0f766e';

/** What the accent stands on in each theme: the surface of cards first, then pages and what is raised. */
const backgrounds = {
  light: ['#ffffff', '#f9fbfb', '#f1f3f3'],
  dark: ['#161b1d', '#090b0c', '#22292b'],
} as const;

export type ThemeName = keyof typeof backgrounds;

/** What WCAG 2 AA asks of text; controls and lines need less. */
export const leastContrast = 4.5;

const pattern = /^#[0-9a-f]{6}$/;

/** A colour as it is stored, such as `#0f766e`, from what was written: also `0F766E` and `#0AF`; null for what is none. */
export function readColor(written: string): string | null {
  const digits = written.trim().toLowerCase().replace(/^#/, '');
  const color = `#${/^[0-9a-f]{3}$/.test(digits) ? digits.replace(/./g, '$&$&') : digits}`;
  return pattern.test(color) ? color : null;
}

const channelsOf = (color: string): number[] => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));

/** So much of `other` in `color`, 0 to 1. */
function mix(color: string, other: string, share: number): string {
  const others = channelsOf(other);
  const mixed = channelsOf(color).map((channel, index) => Math.round(channel + (others[index]! - channel) * share));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

function luminanceOf(color: string): number {
  const [red, green, blue] = channelsOf(color).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of two colours as WCAG 2 measures it, 1 to 21. */
export function contrastOf(one: string, other: string): number {
  const [darker, lighter] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** What the colour stands on in a theme, its own faint tint on a card included. */
export const backgroundsOf = (color: string, theme: ThemeName): string[] => [
  ...backgrounds[theme],
  mix(backgrounds[theme][0], color, 0.1),
];

/**
 * The accent as it is shown in a theme: the chosen colour (`#rrggbb`), made darker in the light theme and lighter in the dark
 * one by as much as text of that colour, and text of the colour of the surface on it, need to be read.
 */
export function accentIn(chosen: string, theme: ThemeName): string {
  const target = theme === 'light' ? '#000000' : '#ffffff';
  for (let share = 0; share < 1; share += 0.01) {
    const color = mix(chosen, target, share);
    if (backgroundsOf(color, theme).every((each) => contrastOf(color, each) >= leastContrast)) return color;
  }
  return target;
}
