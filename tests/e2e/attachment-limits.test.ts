import { beforeEach, expect, it } from 'vitest';
import { saved, section } from '../support/account-pages.ts';
import { drop, file, send, text } from '../support/attachment-pages.ts';
import { isFocused, phoneScreen, sideways, signIn, tabTo, useVisitedServer } from '../support/pages.ts';
import { message, reply } from '../support/ticket-pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let admin: Person;

beforeEach(async () => {
  tenant = await server.world.tenant();
  admin = await tenant.admin();
});

const path = '/settings/attachments';
const storedLimits = async () =>
  (await admin.get('{ attachmentLimits { maximumSize maximumCount contentTypes extensions } }')).attachmentLimits;

it('kinds and sizes of files are chosen by keyboard, and hold for the next message', async () => {
  const page = await server.openPage(tenant);
  await signIn(page, admin, path);
  const size = section(page, 'Size and number');
  await tabTo(page, size.getByLabel('Largest file in megabytes'));
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('2');
  await page.keyboard.press('Enter');
  await saved(page, 'Size and number').waitFor();
  const kinds = section(page, 'Kinds of files');
  for (const kind of ['Videos', 'Archives']) {
    await tabTo(page, kinds.getByRole('checkbox', { name: kind }));
    await page.keyboard.press('Space');
  }
  await tabTo(page, kinds.getByRole('button', { name: 'Save' }));
  await page.keyboard.press('Enter');
  await saved(page, 'Kinds of files').waitFor();
  const { maximumSize, extensions } = await storedLimits();
  expect(maximumSize).toBe(2 * 1024 * 1024);
  expect(extensions).not.toContain('mp4');
  expect(extensions).not.toContain('zip');
  expect(extensions).toContain('pdf');
});

it('what is out of range is told beside its field and stays as it was typed', async () => {
  await admin.done('attachmentLimitsUpdate', { input: { contentTypes: ['image/png', 'application/pdf'] } });
  const page = await server.openPage(tenant, phoneScreen);
  await signIn(page, admin, path);
  const size = section(page, 'Size and number');
  const count = size.getByLabel('Files per message');
  await count.fill('11');
  await size.getByRole('button', { name: 'Save' }).click();
  await size.getByText('maximumCount must be between 0 and 10.').waitFor();
  expect(await count.inputValue()).toBe('11');
  await expect.poll(() => isFocused(count)).toBe(true);
  const pictures = section(page, 'Kinds of files').getByRole('checkbox', { name: 'Pictures' });
  expect(await pictures.getAttribute('aria-checked')).toBe('mixed');
  expect(await sideways(page)).toBe(0);
  expect((await storedLimits()).maximumCount).toBe(10);
});

it('a file for which there is no room is refused beside what was typed, which is sent without it', async () => {
  const [customer, page] = [await tenant.customer(), await server.openPage(tenant, phoneScreen)];
  await signIn(page, admin, path);
  const storage = section(page, 'Room for attachments');
  await storage.getByLabel('At most, in megabytes').fill('1');
  await storage.getByRole('button', { name: 'Save' }).click();
  await saved(page, 'Room for attachments').waitFor();
  await customer.upload({ name: 'full.log', content: 'x'.repeat(1_000_000) });
  const ticket = await customer.openTicket();
  await storage.getByText('There is little room left for attachments.').waitFor();
  await page.goto('/');
  await page.getByText('There is little room left for attachments.').waitFor();
  expect(await sideways(page)).toBe(0);

  const theirs = await server.openPage(tenant, phoneScreen);
  await signIn(theirs, customer, `/tickets/${ticket.id}`);
  await reply(theirs).fill('This is what I see.');
  await drop(theirs, theirs.getByRole('form'), text('modem.log', 100_000));
  await file(theirs, 'modem.log').getByText('there is no room left for it').waitFor();
  await send(theirs).click();
  await file(theirs, 'modem.log')
    .getByRole('button', { name: /^Remove/ })
    .click();
  expect(await reply(theirs).inputValue()).toBe('This is what I see.');
  await send(theirs).click();
  await message(theirs, 'This is what I see.').waitFor();
});
