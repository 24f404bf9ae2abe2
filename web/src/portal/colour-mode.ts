import { createSharedComposable, useColorMode } from '@vueuse/core';

export const colourWishes = ['auto', 'light', 'dark'] as const;
export type ColourWish = (typeof colourWishes)[number];

/** The wish is kept; `public/colour-mode.js` reads the same key before the first paint. */
export const useColourMode = createSharedComposable(() => {
  const { store } = useColorMode({ storageKey: 'shohayota.colour-mode' });
  return { wish: store };
});
