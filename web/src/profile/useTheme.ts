import { createSharedComposable, useColorMode } from '@vueuse/core';
import { computed, watch, type WritableComputedRef } from 'vue';
import { deviceStorage } from '../browser/device-storage';
import type { Theme } from '../gql/graphql';

export const themes = ['SYSTEM', 'LIGHT', 'DARK'] as const satisfies Theme[];
/** Of what the browser shows around the page; `public/colour-mode.js` has them, too. */
const barColours: Record<string, string> = { light: '#ffffff', dark: '#171717' };
const colourModes = { SYSTEM: 'auto', LIGHT: 'light', DARK: 'dark' } as const;

/** The theme is stored on the device; `public/colour-mode.js` reads the same key before the first paint. */
export const useTheme = createSharedComposable((): { theme: WritableComputedRef<Theme> } => {
  const { store, state } = useColorMode({ storage: deviceStorage, storageKey: 'shohayota.colour-mode' });
  watch(state, (mode) =>
    document.querySelector('meta[name=theme-color]')?.setAttribute('content', barColours[mode] ?? ''),
  );
  const theme = computed<Theme>({
    get: () => themes.find((each) => colourModes[each] === store.value) ?? 'SYSTEM',
    set: (chosen) => (store.value = colourModes[chosen]),
  });
  return { theme };
});
