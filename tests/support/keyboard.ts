import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { isFocused } from './pages.ts';

/** Somebody without a mouse, who counts: a key is a step, and so is a text that is typed. */
export class Keyboard {
  steps = 0;

  constructor(readonly page: Page) {}

  /** Opens a page, and skips to its content; a ticket begins at its end, where there is something to do. */
  async visit(path: string): Promise<void> {
    await this.page.goto(path, { waitUntil: 'networkidle' });
    await this.page.getByRole('heading', { level: 1 }).first().waitFor();
    await this.press('Tab');
    if (await this.page.evaluate(() => !!document.activeElement?.closest('main'))) return;
    await expect.poll(() => isFocused(this.page.getByRole('link', { name: 'Skip to content' }))).toBe(true);
    await this.press('Enter');
    await this.isAt(this.page.getByRole('heading', { level: 1 }));
  }

  async press(key: string): Promise<void> {
    this.steps++;
    await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    this.steps++;
    await this.page.keyboard.type(text);
  }

  /** Walks there; what has the focus on the way is to be seen. */
  async walkTo(target: Locator, key = 'Tab'): Promise<void> {
    await target.waitFor();
    for (let step = 0; step < 40; step++) {
      if (await isFocused(target)) return;
      await this.press(key);
      expect(await this.page.evaluate(isFocusSeen), `after ${this.steps} steps`).toBe(true);
    }
    throw new Error(`${key} does not lead there.`);
  }

  async activate(target: Locator): Promise<void> {
    await this.walkTo(target);
    await this.press('Enter');
  }

  async isAt(target: Locator): Promise<void> {
    await expect.poll(() => isFocused(target)).toBe(true);
  }
}

/** Whether what has the focus is on the screen, with a mark of it. */
function isFocusSeen(): boolean {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return false;
  const { top, bottom } = focused.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

/** What somebody wants to get done. */
export interface Job {
  /** How many steps it may take. */
  most: number;
  does: (keyboard: Keyboard, page: Page) => Promise<void>;
}
