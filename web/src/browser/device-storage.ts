/** A storage that never fails: what the browser refuses to keep, because it may not or has no room, is kept until the page is left. */
function safeStorage(open: () => Storage) {
  const unstored = new Map<string, string>();

  function storage(): Storage | null {
    try {
      return open();
    } catch {
      return null;
    }
  }

  return {
    getItem: (key: string): string | null => unstored.get(key) ?? storage()?.getItem(key) ?? null,
    setItem(key: string, value: string): void {
      try {
        open().setItem(key, value);
        unstored.delete(key);
      } catch {
        unstored.set(key, value);
      }
    },
    removeItem(key: string): void {
      unstored.delete(key);
      storage()?.removeItem(key);
    },
    keys: (): string[] => [...new Set([...Object.keys(storage() ?? {}), ...unstored.keys()])],
    /** Whether all of it will still be there after a reload. */
    isLasting: (): boolean => unstored.size === 0 && storage() !== null,
  };
}

/** What this device remembers between visits. */
export const deviceStorage = safeStorage(() => localStorage);

/** What this tab remembers over a reload. */
export const tabStorage = safeStorage(() => sessionStorage);
