import { ref } from 'vue';
import { deviceStorage } from '../browser/device-storage';

/** Loads the portal anew, unless the server cannot be reached: then what is on the screen must not be given up for nothing. */
export function useReload() {
  const reloading = ref(false);
  const isUnreachable = ref(false);

  async function reload(path: string): Promise<void> {
    reloading.value = true;
    isUnreachable.value = false;
    try {
      await fetch('/start.js', { method: 'HEAD', cache: 'no-store' });
      const isHere = path === location.pathname + location.search + location.hash;
      if (isHere) location.reload();
      else location.assign(path);
    } catch {
      isUnreachable.value = true;
      reloading.value = false;
    }
  }

  return { reload, reloading, isUnreachable, keepsDrafts: deviceStorage.isLasting() };
}
