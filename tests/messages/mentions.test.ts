import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { list } from '../notifications/notified.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

let portal: TestPortal;
let tenant: TestTenant;
let customer: Person;
let author: Person;
let nadia: Person;
let nadiaKhan: Person;
let ticketId: string;

beforeAll(async () => {
  portal = await startPortal();
  tenant = await portal.world.tenant();
  [customer, author, nadia, nadiaKhan] = await Promise.all([
    tenant.customer(),
    tenant.agent(),
    tenant.agent(),
    tenant.agent(),
  ]);
  await nadia.done('profileUpdate', { input: { name: 'Nadia' } });
  await nadiaKhan.done('profileUpdate', { input: { name: 'Nadia Khan' } });
  await customer.done('profileUpdate', { input: { name: 'Customer' } });
  ({ id: ticketId } = await customer.openTicket());
  await portal.settle();
});

afterAll(() => portal.stop());

/** Who is notified of a message, by name. */
async function notifiedOf(body: string, internal = true): Promise<string[]> {
  const { id } = await author.write(ticketId, body, { internal });
  const people = { Nadia: nadia, 'Nadia Khan': nadiaKhan, Author: author };
  const found = await Promise.all(
    Object.entries(people).map(async ([name, person]) => {
      const query = '{ notifications(first: 100) { nodes { kind message { id } } } }';
      const { nodes } = (await person.get(query)).notifications;
      return nodes.some((node: any) => node.message?.id === id && node.kind === 'MESSAGE_MENTIONED') ? [name] : [];
    }),
  );
  return found.flat();
}

describe('a mention in an internal note', () => {
  it.each([
    ['Could you look at this, @Nadia?', ['Nadia']],
    ['@nadia khan knows the line.', ['Nadia Khan']],
    ['@Nadia, please ask @Nadia Khan.', ['Nadia', 'Nadia Khan']],
    ['@Nadiathere is nobody.', []],
    ['nadia@example.test and Nadia are no mentions.', []],
    ['@Customer is no member of staff.', []],
  ])('notifies who is meant: %s', async (body, names) => {
    expect(await notifiedOf(body)).toEqual(names);
  });

  it('comes by email, with the note', async () => {
    await portal.settle();
    portal.mailbox.mails.length = 0;
    await author.write(ticketId, 'Is it the cable, @Nadia?', { internal: true });
    await portal.settle();
    expect(portal.mailbox.mails).toHaveLength(1);
    const [mail] = portal.mailbox.to(nadia.email);
    expect(mail!.text).toContain('mentioned you in an internal note.');
    expect(mail!.text).toContain('Is it the cable, @Nadia?');
  });

  it('is none in what customers read, nor by customers', async () => {
    expect(await notifiedOf('Nadia, who is @Nadia, will call you.', false)).toEqual([]);
    const { totalCount } = await list(nadia);
    await customer.write(ticketId, 'Is @Nadia there?');
    const { nodes, totalCount: after } = await list(nadia);
    expect(after).toBe(totalCount);
    expect(nodes.filter(({ message }: any) => message?.body === 'Is @Nadia there?')).toEqual([]);
  });

  it('is not learned of by customers', async () => {
    const listening = await customer.listenFromNow();
    await author.write(ticketId, 'Hello @Nadia.', { internal: true });
    await author.write(ticketId, 'Hello.');
    expect(await listening.next()).toMatchObject({ __typename: 'MessageAdded', message: { body: 'Hello.' } });
  });
});
