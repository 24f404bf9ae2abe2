import type { Page } from 'playwright-core';
import { heading } from './pages.ts';
import type { Person } from './world.ts';

// What stands on the pages of calls, and how their tests talk of it.

export const days = (page: Page) => page.getByRole('group', { name: 'Day', exact: true }).getByRole('radio');
export const times = (page: Page) => page.getByRole('group', { name: /^Time/ }).getByRole('radio');
export const book = (page: Page) => page.getByRole('button', { name: 'Book this call' });
export const booked = (page: Page) => heading(page, 'Your call is booked').waitFor();
export const callAt = (page: Page) => new URL(page.url()).pathname.split('/').at(-1)!;
export const conversation = (page: Page) => page.getByRole('region', { name: 'Conversation' }).getByRole('listitem');

/** The day as the portal tells it, in English. */
export const dayName = (at: string, timeZone = 'UTC') =>
  new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone }).format(new Date(at));

/** The calls of a customer in the order they were asked for. */
export async function callsOf(customer: Person): Promise<{ id: string; status: string; scheduledAt: string | null }[]> {
  const { callRequests } = await customer.get(`{
    callRequests(sort: { field: CREATED_AT, direction: ASCENDING }) {
      nodes { id status scheduledAt phone reason ticket { id } }
    }
  }`);
  return callRequests.nodes;
}

/** Chooses the first time of the second day, and answers with its whole name. */
export async function chooseTime(page: Page): Promise<string> {
  await days(page).nth(1).click();
  await times(page).first().click();
  return (await times(page).first().getAttribute('aria-label'))!;
}

/** The time in the whole name of a slot; near days are called "tomorrow" elsewhere. */
export const timeIn = (name: string) => name.slice(name.indexOf(','));

/** The text of what has the focus, with all of the list item around it. */
export const focused = (page: Page) =>
  page.evaluate(() => (document.activeElement?.closest('li') ?? document.activeElement)?.textContent?.trim());
