import { beforeAll, expect, it } from 'vitest';
import { heading, signIn, useVisitedServer } from '../support/pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;
let customer: Person;

beforeAll(async () => {
  tenant = await server.world.tenant();
  customer = await tenant.customer();
});

it('the link of a mail asks before it ends mails of that kind, without a sign-in, and says where they come back', async () => {
  const agent = await tenant.agent();
  const ticket = await customer.openTicket();
  await agent.write(ticket.id, 'Try this.');
  const [mail] = await server.mailbox.until(customer.email, 1);
  const { url } = (mail!.headers.get('list') as unknown as { unsubscribe: { url: string } }).unsubscribe;
  const { pathname, search } = new URL(url);
  const page = await server.openPage(tenant);
  await page.goto(pathname + search);
  await heading(page, 'Stop these emails?').waitFor();
  await page.getByRole('button', { name: 'Unsubscribe' }).click();
  await heading(page, 'You won’t get emails like this any more').waitFor();
  await page.goto(`${pathname}${search}x`);
  await page.getByRole('button', { name: 'Unsubscribe' }).click();
  await page.getByRole('alert').filter({ hasText: 'This link isn’t valid' }).waitFor();
  await signIn(page, customer, '/notifications');
  await expect.poll(() => page.getByRole('switch', { name: 'Replies to tickets' }).isChecked()).toBe(false);
});

it('staff see which addresses refuse mails, and why', async () => {
  const agent = await tenant.agent();
  server.mailbox.refusing = 550;
  await agent.done('customerInvite', { input: { name: 'Nobody at home', email: 'nobody@portal.test' } });
  const page = await server.openPage(tenant);
  await signIn(page, agent, '/customers');
  const row = page.getByRole('listitem').filter({ hasText: 'nobody@portal.test' });
  await row.getByText('there’s no such mailbox').waitFor();
  await expect.poll(() => row.innerText()).toContain('The email couldn’t be delivered.');
  server.mailbox.refusing = false;
});
