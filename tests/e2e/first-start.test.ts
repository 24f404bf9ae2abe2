import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { linkTo } from '../support/account-pages.ts';
import { heading, phoneScreen, sideways, useVisitedServer, type PageOptions } from '../support/pages.ts';

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

  async openSettings(name: string): Promise<void> {
    await this.press(this.page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name }));
    await heading(this.page, name).waitFor();
  }

  get main(): Locator {
    return this.page.getByRole('main');
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
  await admin.main.getByRole('listitem').filter({ hasText: 'night@hilltop.example' }).waitFor();

  await admin.openSettings('Categories');
  await admin.press(admin.main.getByRole('button', { name: 'Add category' }).first());
  await admin.fill('Name in English', 'Appointments');
  await admin.press(admin.button('Save'));
  await admin.main.getByRole('listitem').filter({ hasText: 'Appointments' }).waitFor();

  await admin.openSettings('Ticket fields');
  await admin.press(admin.main.getByRole('button', { name: 'Add a field' }).first());
  await admin.fill('Label (English)', 'Number of your card');
  await admin.press(admin.button('Add field'));
  await admin.main.getByRole('listitem').filter({ hasText: 'Number of your card' }).waitFor();
  await admin.press(admin.main.getByRole('button', { name: 'Add a field' }).first());
  await admin.fill('Label (English)', 'Since when?');
  await admin.press(admin.page.getByRole('dialog').getByText('Date', { exact: true }));
  await admin.press(admin.button('Add field'));
  await admin.main.getByRole('listitem').filter({ hasText: 'Since when?' }).waitFor();

  await admin.openSettings('Sign-up');
  await admin.press(admin.main.getByText('Open', { exact: true }));
  await admin.press(admin.button('Save'));
  await admin.main.getByText('Saved').first().waitFor();

  await admin.press(admin.page.getByRole('banner').getByRole('link', { name: 'Customers' }));
  await admin.press(admin.main.getByRole('link', { name: 'Invite customer' }).first());
  await admin.fill('Name', 'A patient');
  await admin.fill('Email', 'patient@village.example');
  await admin.press(admin.button('Send invitation'));
  await heading(admin.page, 'Customers').waitFor();

  /** Somebody who follows the link of an email, and chooses a password. */
  const accept = async (address: string, lastButton: string, screen: PageOptions = phoneScreen): Promise<Counted> => {
    const person = new Counted(await server.openPage(null, screen));
    await person.page.goto(await linkTo(server, address));
    await person.fill('Password', password);
    await person.press(person.button(lastButton));
    await person.button(lastButton).waitFor({ state: 'detached' });
    return person;
  };
  const agent = await accept('night@hilltop.example', 'Start using the portal', {});
  const patient = await accept('patient@village.example', 'Start using the portal');

  const stranger = new Counted(await server.openPage(null, phoneScreen));
  await stranger.page.goto('/sign-in');
  await stranger.press(stranger.page.getByRole('link', { name: 'New here? Create an account' }));
  await stranger.fill('Name', 'A neighbour');
  await stranger.fill('Email', 'neighbour@village.example');
  await stranger.press(stranger.button('Send me a link'));
  await stranger.page.getByText('Look into your mailbox').waitFor();
  const neighbour = await accept('neighbour@village.example', 'Create account and sign in');

  await neighbour.press(neighbour.page.getByRole('link', { name: 'New ticket' }).last());
  await neighbour.fill('Title', 'When may I come?');
  await neighbour.fill('Description', 'Any morning would be fine.');
  await neighbour.press(neighbour.page.getByRole('combobox', { name: 'Category' }));
  await neighbour.press(neighbour.page.getByRole('option', { name: 'Appointments' }));
  await neighbour.fill('Number of your card', '0815');
  await neighbour.fill('Since when?', '2026-11-02');
  await neighbour.press(neighbour.button('Create ticket'));
  await heading(neighbour.page, /When may I come/).waitFor();

  await agent.press(agent.page.getByRole('link', { name: /When may I come/ }).first());
  await agent.page.getByText('Any morning would be fine.').waitFor();
  const facts = agent.page.getByRole('complementary');
  for (const text of ['Appointments', '0815', '2 Nov']) await facts.getByText(text).first().waitFor();
  await agent.fill('Your reply', 'Tomorrow at nine.');
  await agent.press(agent.button('Send reply'));
  await neighbour.page.getByText('Tomorrow at nine.', { exact: true }).waitFor();

  const steps = [admin, agent, patient, stranger, neighbour].reduce((sum, person) => sum + person.steps, 0);
  expect(steps).toBeLessThanOrEqual(60);
}, 180_000);

it('is over once the link was used', async () => {
  const page = await server.openPage(null, phoneScreen);
  await page.goto(printedLink());
  await page.getByRole('heading', { name: 'This link has expired or has been used' }).waitFor();
  expect(await sideways(page)).toBe(0);
  const other = await server.openPage(null);
  await other.goto('/set-up');
  await other.getByRole('heading', { name: 'This link is incomplete' }).waitFor();
});
