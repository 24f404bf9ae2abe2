/** After a refusal, keyboard and screen reader go on from the first thing to mend. */
export function focusFirstError(within: HTMLElement | null | undefined): void {
  within?.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"]')?.focus();
}
