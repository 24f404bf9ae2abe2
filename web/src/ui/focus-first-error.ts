import { nextTick, toValue, type MaybeRefOrGetter } from 'vue';

/** After an error, keyboard and screen reader continue from the first error, as soon as it is on the screen. */
export async function focusFirstError(within: MaybeRefOrGetter<HTMLElement | null | undefined>): Promise<void> {
  await nextTick();
  toValue(within)?.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"]')?.focus();
}
