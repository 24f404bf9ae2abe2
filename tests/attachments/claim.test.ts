import { beforeAll, describe, expect, it } from 'vitest';
import { png, text } from '../support/files.ts';
import { usePortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';

const portal = usePortal();
let customer: Person;
let neighbour: Person;
let agent: Person;

beforeAll(async () => {
  const tenant = await portal.world.tenant();
  [customer, neighbour, agent] = await Promise.all([tenant.customer(), tenant.customer(), tenant.agent()]);
});

const uploads = (who: Person, count: number) =>
  Promise.all(Array.from({ length: count }, (_, index) => who.upload(text(`file-${index}.txt`))));

const namesOf = async (who: Person, ticketId: string) =>
  (await who.files(ticketId)).map((files) => files.map(({ name }) => name).toSorted());

const notFound = { code: 'NOT_FOUND', message: 'Attachment not found.', field: 'input.attachmentIds' };

describe('files', () => {
  it('can be a message without a word, which is written once', async () => {
    const { id } = await customer.openTicket();
    const [file] = await uploads(customer, 1);
    const alone = { attachmentIds: [file!.id], idempotencyKey: 'files alone' };
    const sent = [await customer.write(id, ' \n', alone), await customer.write(id, '', alone)];
    expect(new Set(sent.map((message) => message.id)).size).toBe(1);
    expect(await customer.thread(id)).toEqual(['It went dark at noon.', '']);
    expect(await namesOf(agent, id)).toEqual([[], ['file-0.txt']]);
    expect(await customer.refusal('messageAdd', { ticketId: id, input: { body: '\u3164' } })).toEqual({
      code: 'REQUIRED',
      field: 'input.body',
      message: 'body must not be empty unless there are files.',
    });
  });

  it('come with the first message of a ticket and with later ones, in the order of their sender', async () => {
    const [picture, log, answer] = [
      await customer.upload(await png()),
      await customer.upload(text()),
      await agent.upload(text('answer.txt')),
    ];
    const { id } = await customer.openTicket({ attachmentIds: [log.id, picture.id] });
    await agent.write(id, 'Please try this.', { attachmentIds: [answer.id] });
    for (const reader of [customer, agent]) {
      const files = await reader.files(id);
      expect(files.map((ofMessage) => ofMessage.map(({ name }) => name))).toEqual([
        ['router.log', 'screenshot.png'],
        ['answer.txt'],
      ]);
    }
    expect(await neighbour.ask('query($id: ID!) { ticket(id: $id) { id } }', { id })).toEqual({
      data: { ticket: null },
    });
  });

  it('of an internal note are seen by staff alone', async () => {
    const { id } = await customer.openTicket();
    const { id: file } = await agent.upload(text('secret.txt'));
    await agent.write(id, 'A note.', { internal: true, attachmentIds: [file] });
    expect(await namesOf(agent, id)).toEqual([[], ['secret.txt']]);
    expect(await namesOf(customer, id)).toEqual([[]]);
  });

  it('are ten a message at most', async () => {
    const attachmentIds = (await uploads(customer, 11)).map(({ id }) => id);
    const tooMany = { code: 'TOO_MANY', message: 'A message can have at most 10 files.', field: 'input.attachmentIds' };
    const ticket = { title: 'Eleven', description: 'Files.' };
    expect(await customer.refusal('ticketCreate', { input: { ...ticket, attachmentIds } })).toEqual(tooMany);
    const { id } = await customer.openTicket({ attachmentIds: attachmentIds.slice(0, 10) });
    expect((await customer.files(id))[0]).toHaveLength(10);
    const more = await uploads(customer, 10);
    const input = { body: 'Eleven.', attachmentIds: [...more.map((file) => file.id), attachmentIds[10]] };
    expect(await customer.refusal('messageAdd', { ticketId: id, input })).toEqual(tooMany);
  });

  it('are sent once: of two messages that want one at once, one gets it', async () => {
    const { id } = await customer.openTicket();
    const other = await customer.openTicket();
    for (let round = 0; round < 5; round++) {
      const [file] = await uploads(customer, 1);
      const results = await Promise.all([
        ...[id, other.id].map((ticketId) =>
          customer.verb('messageAdd', { ticketId, input: { body: 'Mine.', attachmentIds: [file!.id] } }),
        ),
        customer.verb('ticketCreate', { input: { title: 'Mine', description: 'Mine.', attachmentIds: [file!.id] } }),
      ]);
      const refused = results.filter(({ userErrors }) => userErrors.length > 0);
      expect(refused.map(({ userErrors }) => userErrors)).toEqual([[notFound], [notFound]]);
    }
  });

  it('are claimed all or none', async () => {
    const { id } = await customer.openTicket();
    const [mine, theirs] = [await customer.upload(text()), await neighbour.upload(text('theirs.txt'))];
    const input = { body: 'Both.', attachmentIds: [mine.id, theirs.id] };
    expect(await customer.refusal('messageAdd', { ticketId: id, input })).toEqual(notFound);
    await customer.write(id, 'Only mine.', { attachmentIds: [mine.id, mine.id.toUpperCase()] });
    expect(await namesOf(customer, id)).toEqual([[], ['router.log']]);
    const gone = { body: 'Again.', attachmentIds: [mine.id] };
    expect(await customer.refusal('messageAdd', { ticketId: id, input: gone })).toEqual(notFound);
  });

  it('of a customer do not exist for staff who send a message', async () => {
    const { id } = await customer.openTicket();
    const file = await customer.upload(text());
    const input = { body: 'Yours.', attachmentIds: [file.id] };
    expect(await agent.refusal('messageAdd', { ticketId: id, input })).toEqual(notFound);
  });
});

describe('a message with files that is sent again with its idempotency key', () => {
  it('is answered with what was written first', async () => {
    const [one, two] = await uploads(customer, 2);
    const input = { idempotencyKey: 'ticket-with-files', attachmentIds: [one!.id, two!.id] };
    const first = await customer.openTicket(input);
    expect(await customer.openTicket({ ...input, attachmentIds: [two!.id, one!.id] })).toEqual(first);
    const [three] = await uploads(customer, 1);
    const said = { body: 'With a file.', idempotencyKey: 'message-with-file', attachmentIds: [three!.id] };
    const { message } = await customer.done('messageAdd', { ticketId: first.id, input: said });
    expect((await customer.done('messageAdd', { ticketId: first.id, input: said })).message).toEqual(message);
  });

  it('is answered in the same way when both arrive at once', async () => {
    const { id: ticketId } = await customer.openTicket();
    for (let round = 0; round < 5; round++) {
      const [one, two] = await uploads(customer, 2);
      const input = { body: 'Twice.', idempotencyKey: `twice-${round}`, attachmentIds: [one!.id] };
      const messages = await Promise.all([1, 2].map(() => customer.done('messageAdd', { ticketId, input })));
      expect(messages[0].message).toEqual(messages[1].message);
      const opening = { idempotencyKey: `opened-twice-${round}`, attachmentIds: [two!.id] };
      const tickets = await Promise.all([1, 2].map(() => customer.openTicket(opening)));
      expect(tickets[0]).toEqual(tickets[1]);
    }
  });

  it('with other files is a conflict', async () => {
    const [one, two] = await uploads(customer, 2);
    const input = { idempotencyKey: 'other-files', attachmentIds: [one!.id] };
    await customer.openTicket(input);
    for (const attachmentIds of [[two!.id], [], null]) {
      const changed = { title: 'No light on the modem', description: 'It went dark at noon.', ...input, attachmentIds };
      expect(await customer.refusal('ticketCreate', { input: changed })).toMatchObject({ code: 'CONFLICT' });
    }
  });
});

describe('the mail of a message', () => {
  it('names its files and their sizes, and nothing of a message without', async () => {
    const tenant = await portal.world.tenant();
    const [writer, admin] = [await tenant.customer(), await tenant.admin()];
    const [one, two] = [
      await writer.upload(text('a.txt', 'x'.repeat(12_300))),
      await writer.upload(text('b.log', 'x')),
    ];
    const { id } = await writer.openTicket({ attachmentIds: [one.id, two.id] });
    await writer.write(id, 'Nothing to show.');
    await portal.settle();
    const [opened, added] = portal.mailbox.to(admin.email);
    expect(opened!.text).toContain('Attachments: a.txt (12 KB), b.log (1 byte)');
    expect(opened!.html).toContain('a.txt (12 KB), b.log (1 byte)');
    expect(added!.text).not.toContain('Attachments');
  });
});
