import { expect, it } from 'vitest';
import { createKey } from '../api-keys/keys.ts';
import { heading, signIn, useVisitedServer } from '../support/pages.ts';

const server = useVisitedServer();

it('a key is made with what it may do, its secret is shown once, and what it writes is shown as a program’s', async () => {
  const tenant = await server.world.tenant({ name: 'Padma Broadband' });
  const [admin, customer] = [await tenant.admin(), await tenant.customer()];
  await createKey(admin, ['tickets:read'], { name: 'Former shop' });
  const page = await server.openPage(tenant);
  await signIn(page, admin, '/settings/api-keys');
  await heading(page, 'API keys').waitFor();
  await page.getByRole('button', { name: 'New API key' }).click();
  const dialog = page.getByRole('dialog', { name: 'New API key' });
  await dialog.getByLabel('Name').fill('Web shop');
  await dialog.getByLabel('Only from these addresses').fill('127.0.0.0/8\nnowhere');
  await dialog.getByRole('checkbox', { name: 'Messages and files: Change' }).check();
  await dialog.getByRole('checkbox', { name: 'Tickets: Read' }).check();
  await dialog.getByRole('button', { name: 'Create key' }).click();
  await dialog.getByText('“nowhere” is no IP address or range.').waitFor();
  expect(await dialog.getByLabel('Name').inputValue()).toBe('Web shop');
  await dialog.getByLabel('Only from these addresses').fill('127.0.0.0/8 ::1');
  await dialog.getByRole('button', { name: 'Create key' }).click();
  const shown = page.getByRole('region', { name: 'The secret of “Web shop”' });
  const secret = await shown.getByText(/^shohayota_/).innerText();
  await shown.getByRole('button', { name: 'I’ve stored it' }).click();
  await shown.waitFor({ state: 'hidden' });
  expect(await page.getByText(secret).count()).toBe(0);

  const { id } = await customer.openTicket();
  const write = await fetch(`${admin.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({
      query: 'mutation($id: ID!) { messageAdd(ticketId: $id, input: { body: "Paid." }) { message { id } } }',
      variables: { id },
    }),
  });
  expect((await write.json()).errors).toBeUndefined();
  const row = (name: string) => page.getByRole('main').getByRole('listitem').filter({ hasText: name });
  await page.getByRole('button', { name: 'Actions for Former shop' }).click();
  await page.getByRole('menuitem', { name: 'Revoke' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await row('Former shop').waitFor({ state: 'hidden' });
  await page.goto(`/tickets/${id}`);
  const message = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Paid.' });
  await message.getByText('Web shop').waitFor();
  await message.getByText('program').waitFor();
});
