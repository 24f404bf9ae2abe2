// Runs before the first paint, so that a dark screen does not flash white; the app takes over from there.
(() => {
  let wish = 'auto';
  try {
    wish = localStorage.getItem('shohayota.colour-mode') || 'auto';
  } catch {
    // Storage may be closed to us; the system's wish is a good answer then.
  }
  const dark = wish === 'dark' || (wish !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.add(dark ? 'dark' : 'light');
  const bar = document.querySelector('meta[name=theme-color]');
  bar.content = dark ? bar.dataset.dark : bar.dataset.light;
})();
