import { useEventListener, useMutationObserver } from '@vueuse/core';

/** A button that works on what was pressed is disabled, and loses the focus by that: it gets it back when it is done. */
export function useBusyFocus(): void {
  let focused: EventTarget | null = null;
  let busy: Element | null = null;
  useEventListener(document, 'focusin', ({ target }) => {
    focused = openerOf(target) ?? target;
    busy = null;
  });
  useMutationObserver(
    document.body,
    (records) => {
      for (const { target } of records) {
        if (!(target instanceof HTMLButtonElement)) continue;
        if (target.disabled && target === focused) busy = target;
        if (!target.disabled && target === busy && document.activeElement === document.body)
          target.focus({ preventScroll: true });
      }
    },
    { subtree: true, attributeFilter: ['disabled'] },
  );
}

/** The button that opened the list of choices in which something is: what is chosen gives the focus back to it. */
function openerOf(target: EventTarget | null): Element | null {
  const list = target instanceof Element ? target.closest('[role=listbox]') : null;
  return list && document.querySelector(`[aria-controls="${CSS.escape(list.id)}"]`);
}
