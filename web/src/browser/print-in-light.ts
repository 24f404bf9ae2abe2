/** Paper is white: what is printed from a dark screen is printed as on a light one. */
export function printInLight(): void {
  const { classList } = document.documentElement;
  let wasDark = false;
  matchMedia('print').addEventListener('change', ({ matches: isPrinting }) => {
    if (isPrinting) wasDark = classList.contains('dark');
    if (wasDark) classList.replace(isPrinting ? 'dark' : 'light', isPrinting ? 'light' : 'dark');
  });
}
