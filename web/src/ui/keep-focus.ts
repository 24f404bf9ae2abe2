import { nextTick, onScopeDispose } from 'vue';

export const focusHeading = () => document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });

type FindPlace = () => HTMLElement | null | undefined;
const places = new Set<FindPlace>();

/** While this component is shown, the focus continues from what is found here, where there is something. */
export function continueFocusAt(find: FindPlace): void {
  places.add(find);
  onScopeDispose(() => places.delete(find));
}

/** The button that was pressed may be gone by now, and the focus with it: then it continues from such a place, or else from the heading of the page. */
export async function keepFocus(): Promise<void> {
  await nextTick();
  if (document.activeElement !== document.body) return;
  const place = [...places].map((find) => find()).find(Boolean);
  if (place) place.focus({ preventScroll: true });
  else focusHeading();
}

/** The same after a dialog, which gives the focus back in the turn after it has closed. */
export const keepFocusAfterDialog = () => setTimeout(() => void keepFocus(), 50);

/** After a dialog that was opened from a menu, which is gone: the focus continues from the button of the menu. */
export const focusMenuAfterDialog = (id: string) => setTimeout(() => document.getElementById(id)?.focus(), 50);
