import type { Page } from 'playwright-core';

// What stands on the page of a ticket.

export const reply = (page: Page) => page.getByRole('textbox', { name: 'Your reply' });
export const messages = (page: Page) => page.getByRole('article').getByRole('listitem').and(page.locator(':not(.day)'));
export const message = (page: Page, body: string) => messages(page).filter({ hasText: body });

/** The rows of a list of tickets; the queues above it are a list, too. */
export const ticketRows = (page: Page) =>
  page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.locator('a[href^="/tickets/"]') });
