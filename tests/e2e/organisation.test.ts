import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { accentIn } from '#shared/accent.ts';
import { saved, section } from '../support/account-pages.ts';
import { mark, type TestFile } from '../support/files.ts';
import { heading, phoneScreen, sideways, signIn, tabTo, useVisitedServer } from '../support/pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let admin: Person;

beforeEach(async () => {
  tenant = await server.world.tenant({ name: 'Padma Broadband' });
  admin = await tenant.admin();
});

const path = '/settings/organisation';
const rgb = (color: string) => `rgb(${[1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)).join(', ')})`;

it('gets a name and a colour by keyboard, which colleagues see at once, customers on their next page, visitors before they sign in', async () => {
  const colleague = await server.openPage(tenant, { colorScheme: 'light' });
  await signIn(colleague, await tenant.agent());
  const customer = await server.openPage(tenant);
  await signIn(customer, await tenant.customer());
  const page = await server.openPage(tenant, { colorScheme: 'light' });
  await signIn(page, admin, path);
  const form = section(page, 'Name and colour');
  await tabTo(page, form.getByLabel('Name of the organisation'));
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('Padma Net');
  await tabTo(page, form.getByRole('textbox', { name: 'Accent colour', exact: true }));
  await page.keyboard.type('#fde047');
  await form.getByText('Shown a little darker').waitFor();
  await form.getByText('Exactly as chosen.').waitFor();
  await page.keyboard.press('Enter');
  await saved(page, 'Name and colour').waitFor();
  const shown = rgb(accentIn('#fde047', 'light'));
  for (const each of [page, colleague]) {
    await each.getByRole('banner').getByText('Padma Net').waitFor();
    await expect
      .poll(() =>
        each
          .locator('header a svg rect')
          .first()
          .evaluate((element) => getComputedStyle(element).fill),
      )
      .toBe(shown);
  }
  await customer.getByRole('banner').getByRole('link', { name: 'Tickets' }).click();
  await customer.getByRole('banner').getByText('Padma Net').waitFor();
  const visitor = await server.openPage(tenant, { colorScheme: 'light' });
  await visitor.goto('/sign-in');
  await visitor.getByText('Padma Net').first().waitFor();
  const button = visitor.getByRole('button', { name: 'Sign in' });
  await expect.poll(() => button.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe(shown);
  const neighbour = await server.openPage(await server.world.tenant(), { colorScheme: 'light' });
  await neighbour.goto('/sign-in');
  await neighbour.getByRole('button', { name: 'Sign in' }).waitFor();
  const theirs = neighbour.getByRole('button', { name: 'Sign in' });
  expect(await theirs.evaluate((element) => getComputedStyle(element).backgroundColor)).not.toBe(shown);
});

it('is offered in the languages it says, of which one is spoken to visitors', async () => {
  const page = await server.openPage(tenant, phoneScreen);
  await signIn(page, admin, path);
  const form = section(page, 'Languages');
  await form.getByRole('checkbox', { name: 'English' }).click();
  await form.getByRole('button', { name: 'Save' }).click();
  // it was the language of the admin
  await heading(page, 'প্রতিষ্ঠান').waitFor();
  expect(await sideways(page)).toBe(0);
  const visitor = await server.openPage(tenant);
  await visitor.goto('/sign-in');
  await heading(visitor, 'সাইন ইন').waitFor();
  expect(await visitor.getByRole('button', { name: 'English' }).count()).toBe(0);
});

it('keeps what was typed where it is refused, and says so beside the field', async () => {
  const page = await server.openPage(tenant);
  await signIn(page, admin, path);
  const face = section(page, 'Name and colour');
  await face.getByRole('textbox', { name: 'Accent colour', exact: true }).fill('teal');
  await face.getByRole('button', { name: 'Save' }).click();
  await face.getByText('Please enter a colour such as #0f766e.').waitFor();
  expect(await face.getByRole('textbox', { name: 'Accent colour', exact: true }).inputValue()).toBe('teal');
  const mails = section(page, 'Emails');
  await mails.getByLabel('Address for replies').fill('nobody');
  await mails.getByRole('button', { name: 'Save' }).click();
  await mails.getByText('This isn’t a valid email address.').waitFor();
  await mails.getByLabel('Address for replies').fill('help@padma.example');
  await mails.getByRole('button', { name: 'Save' }).click();
  await saved(page, 'Emails').waitFor();
  const { organisation } = await admin.get('{ organisation { mailReplyTo accentColor } }');
  expect(organisation).toEqual({ mailReplyTo: 'help@padma.example', accentColor: null });
});

it('has legal lines and links at the end of its pages, in the language of the reader', async () => {
  const page = await server.openPage(tenant);
  await signIn(page, admin, path);
  const form = section(page, 'Legal lines and links');
  const english = form.getByRole('group', { name: 'English', exact: true });
  await tabTo(page, english.getByLabel('Lines'));
  await page.keyboard.type('Padma Broadband Ltd.');
  await tabTo(page, english.getByRole('button', { name: 'Add a link, English' }));
  await page.keyboard.press('Enter');
  await page.keyboard.type('Privacy');
  await page.keyboard.press('Tab');
  await page.keyboard.type('http://padma.example');
  await page.keyboard.press('Enter');
  await english.getByText('Please enter an address that begins with https://.').waitFor();
  await english.getByLabel('Address').fill('https://padma.example/privacy');
  await page.keyboard.press('Enter');
  await saved(page, 'Legal lines and links').waitFor();
  await page.getByRole('contentinfo').getByText('Padma Broadband Ltd.').waitFor();
  const visitor = await server.openPage(tenant, phoneScreen);
  await visitor.goto('/sign-in');
  const footer = visitor.getByRole('contentinfo');
  await footer.getByText('Padma Broadband Ltd.').waitFor();
  expect(await footer.getByRole('link', { name: 'Privacy' }).getAttribute('href')).toBe(
    'https://padma.example/privacy',
  );
  expect(await sideways(visitor)).toBe(0);
  const neighbour = await server.openPage(await server.world.tenant());
  await neighbour.goto('/sign-in');
  await neighbour.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(await neighbour.getByRole('contentinfo').count()).toBe(0);
});

it('sends a test email in the saved name, and says when the mail server does not take it', async () => {
  const page = await server.openPage(tenant, phoneScreen);
  await signIn(page, admin, path);
  const mails = section(page, 'Emails');
  await mails.getByLabel('Sender name').fill('Padma Help');
  await mails.getByRole('button', { name: 'Save' }).click();
  await saved(page, 'Emails').waitFor();
  const send = mails.getByRole('button', { name: `Send a test email to ${admin.email}` });
  await send.click();
  await mails.getByText('The mail server took it.').waitFor();
  const [mail] = await server.mailbox.until(admin.email, 1);
  expect(mail!.from!.value[0]!.name).toBe('Padma Help');
  server.mailbox.refusing = true;
  onTestFinished(() => void (server.mailbox.refusing = false));
  await send.click();
  await mails.getByText('The email could not be sent.').waitFor();
  expect(await sideways(page)).toBe(0);
});

it('has a logo in the place of the portal’s mark, for staff at once and for visitors', async () => {
  const colleague = await server.openPage(tenant);
  await signIn(colleague, await tenant.agent());
  const page = await server.openPage(tenant);
  await signIn(page, admin, path);
  const form = section(page, 'Logo');
  const choose = async ({ name, content }: TestFile, mimeType = 'image/png') => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), form.getByRole('button').first().click()]);
    await chooser.setFiles({ name, mimeType, buffer: Buffer.from(content) });
  };
  await choose({ name: 'logo.svg', content: '<svg xmlns="http://www.w3.org/2000/svg"/>' }, 'image/svg+xml');
  await form.getByText('Please choose a PNG, JPEG or WebP picture.').waitFor();
  await choose({ name: 'logo.png', content: 'no picture' });
  await form.getByText('Please choose a PNG, JPEG or WebP picture.').waitFor();
  await choose(await mark());
  await saved(page, 'Logo').waitFor();
  const visitor = await server.openPage(tenant, phoneScreen);
  await visitor.goto('/sign-in');
  for (const each of [page.getByRole('banner'), colleague.getByRole('banner'), visitor.getByRole('main')]) {
    const logo = each.getByRole('img', { name: 'Padma Broadband' });
    await expect.poll(() => logo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(480);
  }
  expect(await page.getByRole('banner').getByText('Padma Broadband').count()).toBe(0);
  await choose(await mark('square.png', { width: 100, height: 100 }));
  await page.getByRole('banner').getByText('Padma Broadband').waitFor();
  await form.getByRole('button', { name: 'Remove' }).click();
  await form.getByRole('status').filter({ hasText: 'Removed' }).waitFor();
  await expect.poll(() => colleague.getByRole('banner').locator('img').count()).toBe(0);
});

it('asks for feedback, or does not', async () => {
  const [customer, agent] = await Promise.all([tenant.customer(), tenant.agent()]);
  const { id } = await customer.openTicket();
  await agent.done('ticketUpdate', { id, input: { status: 'RESOLVED' } });
  const reader = await server.openPage(tenant);
  await signIn(reader, customer, `/tickets/${id}`);
  await reader.getByText('How did we do?').waitFor();
  const page = await server.openPage(tenant);
  await signIn(page, admin, '/settings/feedback');
  await tabTo(page, page.getByRole('switch', { name: 'Customers are asked for feedback' }));
  await page.keyboard.press('Space');
  await tabTo(page, page.getByRole('button', { name: 'Save' }));
  await page.keyboard.press('Enter');
  await saved(page, 'Feedback').waitFor();
  await reader.reload();
  await reader.getByRole('article').first().waitFor();
  await expect.poll(() => reader.getByText('How did we do?').count()).toBe(0);
});
