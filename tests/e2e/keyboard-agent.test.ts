import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { times } from '../support/call-pages.ts';
import { Keyboard, type Job } from '../support/keyboard.ts';
import { heading, signIn, useVisitedServer } from '../support/pages.ts';
import { message, reply } from '../support/ticket-pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let agent: Person;
let colleague: Person;
let customer: Person;

beforeAll(async () => {
  tenant = await server.world.alwaysOpen({ slotCapacity: 50 });
  [agent, colleague, customer] = await Promise.all([
    tenant.agent(),
    tenant.agent(),
    tenant.customer({ name: 'Corner Bookshop', phone: '+8801712345678' }),
  ]);
});

const main = (page: Page) => page.getByRole('main');
const button = (page: Page, name: string | RegExp) => main(page).getByRole('button', { name });
const link = (page: Page, name: string | RegExp) => main(page).getByRole('link', { name });
const control = (page: Page, name: string) => page.getByRole('complementary').getByRole('combobox', { name });

/** Opens a list of choices, and takes the one that begins with `text`. */
async function choose(keyboard: Keyboard, page: Page, label: string, text: string): Promise<void> {
  await keyboard.walkTo(control(page, label));
  await keyboard.press('Enter');
  await page.getByRole('option', { name: text }).waitFor();
  await keyboard.type(text);
  await keyboard.press('Enter');
}

const jobs: Record<string, Job> = {
  'takes a ticket that nobody works on': {
    most: 17,
    async does(keyboard, page) {
      await customer.openTicket({ title: 'Nobody’s' });
      await keyboard.visit('/tickets?queue=unassigned');
      await keyboard.activate(button(page, 'Assign to me: Nobody’s'));
      await page.getByText('is yours now').first().waitFor();
      await keyboard.isAt(page.getByRole('heading', { level: 1 }));
    },
  },
  'answers what waits longest': {
    most: 23,
    async does(keyboard, page) {
      await customer.openTicket({ title: 'Waits' });
      await keyboard.visit('/tickets?queue=staff');
      await keyboard.activate(link(page, 'Waits'));
      await keyboard.walkTo(reply(page));
      await keyboard.type('We are on our way.');
      await keyboard.press('Control+Enter');
      await message(page, 'We are on our way.').waitFor();
      await keyboard.isAt(reply(page));
    },
  },
  'writes a note for the team': {
    most: 11,
    async does(keyboard, page) {
      const { id } = await customer.openTicket();
      await keyboard.visit(`/tickets/${id}`);
      await keyboard.walkTo(page.getByRole('radio', { name: 'Reply' }));
      await keyboard.press('ArrowRight');
      await keyboard.walkTo(page.getByRole('textbox', { name: 'Internal note' }));
      await keyboard.type('Only for us.');
      await keyboard.press('Control+Enter');
      await message(page, 'Only for us.').waitFor();
    },
  },
  'marks a ticket as solved': {
    most: 14,
    async does(keyboard, page) {
      const { id } = await customer.openTicket();
      await keyboard.visit(`/tickets/${id}`);
      await choose(keyboard, page, 'Status', 'Resolved');
      await message(page, 'You marked the ticket as solved').waitFor();
      await keyboard.isAt(control(page, 'Status'));
    },
  },
  'hands a ticket over': {
    most: 16,
    async does(keyboard, page) {
      const { id } = await customer.openTicket();
      await keyboard.visit(`/tickets/${id}`);
      await choose(keyboard, page, 'Assigned to', colleague.name);
      await message(page, `You assigned the ticket to ${colleague.name}`).waitFor();
      await keyboard.isAt(control(page, 'Assigned to'));
    },
  },
  'finds a ticket by what was said in it': {
    most: 18,
    async does(keyboard, page) {
      const { id } = await customer.openTicket({ title: 'The lamp' });
      await customer.write(id, 'It smells of violets.');
      await keyboard.visit('/tickets');
      await keyboard.walkTo(page.getByLabel('Search tickets'));
      await keyboard.type('violets');
      await page.getByText('1 ticket', { exact: true }).waitFor();
      await keyboard.activate(link(page, 'The lamp'));
      await message(page, 'It smells of violets.').waitFor();
    },
  },
  'notes something about a customer, coming from a ticket': {
    most: 34,
    async does(keyboard, page) {
      const { id } = await customer.openTicket();
      await keyboard.visit(`/tickets/${id}`);
      await keyboard.walkTo(link(page, 'Corner Bookshop'));
      await keyboard.press('Enter');
      await keyboard.isAt(heading(page, 'Corner Bookshop'));
      await keyboard.walkTo(page.getByLabel('New note'));
      await keyboard.type('Rings on Mondays.');
      await keyboard.activate(button(page, 'Add note'));
      await main(page).getByText('Rings on Mondays.').waitFor();
    },
  },
  'opens a ticket for a customer': {
    most: 15,
    async does(keyboard, page) {
      await keyboard.visit(`/customers/${customer.customerId}`);
      await keyboard.activate(link(page, 'Open a ticket'));
      await keyboard.isAt(heading(page, 'New ticket for Corner Bookshop'));
      await keyboard.walkTo(page.getByLabel('Title'));
      await keyboard.type('Told on the telephone');
      await keyboard.walkTo(page.getByLabel('Description'));
      await keyboard.type('The line is dead.');
      await keyboard.activate(button(page, 'Create ticket'));
      await keyboard.isAt(heading(page, 'Told on the telephone'));
    },
  },
  'books a call for a customer': {
    most: 10,
    async does(keyboard, page) {
      await keyboard.visit(`/customers/${customer.customerId}`);
      await keyboard.activate(link(page, 'Book a call'));
      await keyboard.isAt(heading(page, 'Book a call for Corner Bookshop'));
      await keyboard.walkTo(times(page).first());
      await keyboard.press('Space');
      await keyboard.press('Enter');
      await keyboard.isAt(heading(page, 'Call to Corner Bookshop'));
    },
  },
  'invites a customer': {
    most: 9,
    async does(keyboard, page) {
      await keyboard.visit('/customers');
      await keyboard.activate(link(page, 'Invite customer'));
      await keyboard.walkTo(page.getByLabel('Name'));
      await keyboard.type('A neighbour');
      await keyboard.walkTo(page.getByLabel('Email'));
      await keyboard.type('neighbour@village.example');
      await keyboard.press('Enter');
      await keyboard.isAt(heading(page, 'Customers'));
      await link(page, 'A neighbour').waitFor();
    },
  },
};

describe('an agent without a mouse', () => {
  it.each(Object.entries(jobs))('%s', async (_job, { most, does }) => {
    const page = await server.openPage(tenant);
    await signIn(page, agent);
    const keyboard = new Keyboard(page);
    await does(keyboard, page);
    expect(keyboard.steps).toBeLessThanOrEqual(most);
  });
});
