import { createSharedComposable, useColorMode } from '@vueuse/core';
import { computed, watch, type WritableComputedRef } from 'vue';
import { deviceStorage } from '../browser/device-storage';
import type { Theme } from '../gql/graphql';

export const themes = ['SYSTEM', 'LIGHT', 'DARK'] as const satisfies Theme[];
const colourModes = { SYSTEM: 'auto', LIGHT: 'light', DARK: 'dark' } as const;

/** The theme is stored on the device; `public/colour-mode.js` reads the same key before the first paint. */
export const useTheme = createSharedComposable((): { theme: WritableComputedRef<Theme> } => {
  const { store, state } = useColorMode({ storage: deviceStorage, storageKey: 'shohayota.colour-mode' });
  watch(state, (mode) => {
    // the page has a colour for each of what the browser shows around it
    const bar = document.querySelector<HTMLMetaElement>('meta[name=theme-color]');
    if (bar) bar.content = bar.dataset[mode] ?? '';
  });
  const theme = computed<Theme>({
    get: () => themes.find((each) => colourModes[each] === store.value) ?? 'SYSTEM',
    set: (chosen) => (store.value = colourModes[chosen]),
  });
  return { theme };
});
