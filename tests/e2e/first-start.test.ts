import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { linkTo } from '../support/account-pages.ts';
import { heading, phoneScreen, sideways, useVisitedServer } from '../support/pages.ts';

const server = useVisitedServer({ isNew: true });
const password = 'a password nobody has used';

const printedLink = () => server.output.map((line) => line.trim()).find((line) => line.includes('/set-up#token='))!;

/** Somebody at a screen, whose steps are counted. */
class Counted {
  steps = 0;

  constructor(readonly page: Page) {}

  async fill(label: string, text: string): Promise<void> {
    this.steps += 1;
    const field = this.page.locator('input:not([type=radio]), textarea');
    await this.page.getByLabel(label, { exact: true }).and(field).fill(text);
  }

  async press(target: Locator): Promise<void> {
    this.steps += 1;
    await target.click();
  }

  button = (name: string | RegExp) => this.page.getByRole('button', { name });
}

it('leads from an empty database to an answered ticket, without SQL, demo or API', async () => {
  const admin = new Counted(await server.openPage(null));
  await admin.page.goto(printedLink());
  await heading(admin.page, 'Set up your help portal').waitFor();
  expect(new URL(admin.page.url()).hash).toBe('');
  await admin.fill('Name of the organisation', 'Hilltop Clinic');
  await admin.fill('Short name', 'hilltop');
  await admin.fill('Name', 'Front desk');
  await admin.fill('Email', 'desk@hilltop.example');
  await admin.fill('Password', password);
  await admin.press(admin.button('Set up and sign in'));
  await heading(admin.page, 'Hilltop Clinic is ready').waitFor();
  await admin.press(admin.button('Send a test email to desk@hilltop.example'));
  await admin.page.getByText('The mail server took it.').waitFor();
  expect(server.mailbox.to('desk@hilltop.example').map(({ subject }) => subject)).toEqual([
    'A test email from Hilltop Clinic',
  ]);

  await admin.press(admin.page.getByRole('link', { name: 'Invite your colleagues' }));
  await heading(admin.page, 'People').waitFor();
  await admin.press(admin.button('Invite colleague'));
  await admin.fill('Name', 'Night shift');
  await admin.fill('Email', 'night@hilltop.example');
  await admin.press(admin.button('Send invitation'));
  await admin.page.getByRole('main').getByRole('listitem').filter({ hasText: 'night@hilltop.example' }).waitFor();
  await admin.page.goto('/customers/invite');
  await admin.fill('Name', 'A patient');
  await admin.fill('Email', 'patient@village.example');
  await admin.press(admin.button('Send invitation'));
  await heading(admin.page, 'Customers').waitFor();

  const accept = async (address: string): Promise<Counted> => {
    const person = new Counted(await server.openPage(null, phoneScreen));
    await person.page.goto(await linkTo(server, address));
    await person.fill('Password', password);
    await person.press(person.button('Start using the portal'));
    await person.button('Start using the portal').waitFor({ state: 'detached' });
    return person;
  };
  const patient = await accept('patient@village.example');
  await patient.page.goto('/tickets/new');
  await patient.fill('Title', 'When may I come?');
  await patient.fill('Description', 'Any morning would be fine.');
  await patient.press(patient.button('Create ticket'));
  await heading(patient.page, /When may I come/).waitFor();

  const agent = await accept('night@hilltop.example');
  await agent.page.goto('/tickets');
  await agent.press(agent.page.getByRole('link', { name: /When may I come/ }));
  await agent.page.getByText('Any morning would be fine.').waitFor();
  await agent.fill('Your reply', 'Tomorrow at nine.');
  await agent.press(agent.button('Send reply'));
  await patient.page.getByText('Tomorrow at nine.', { exact: true }).waitFor();

  expect(admin.steps + patient.steps + agent.steps).toBeLessThanOrEqual(60);
});

it('is over once the link was used', async () => {
  const page = await server.openPage(null, phoneScreen);
  await page.goto(printedLink());
  await page.getByRole('heading', { name: 'This link has expired or has been used' }).waitFor();
  expect(await sideways(page)).toBe(0);
  const other = await server.openPage(null);
  await other.goto('/set-up');
  await other.getByRole('heading', { name: 'This link is incomplete' }).waitFor();
});
