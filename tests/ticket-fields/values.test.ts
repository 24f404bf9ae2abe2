import { beforeEach, describe, expect, it } from 'vitest';
import { inEnglish, type TicketFieldAnswer } from '../support/api.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let customer: Person;
let agent: Person;
let admin: Person;
let order: TicketFieldAnswer;
let amount: TicketFieldAnswer;
let device: TicketFieldAnswer;
let bought: TicketFieldAnswer;
let insured: TicketFieldAnswer;
let risk: TicketFieldAnswer;

beforeEach(async () => {
  tenant = await portal.world.tenant();
  [customer, agent, admin] = await Promise.all([tenant.customer(), tenant.agent(), tenant.admin()]);
  order = await admin.addField('Order');
  amount = await admin.addField('Amount', { kind: 'NUMBER' });
  const choices = [{ names: inEnglish('Modem') }, { names: inEnglish('Router') }];
  device = await admin.addField('Device', { kind: 'CHOICE', choices });
  bought = await admin.addField('Bought on', { kind: 'DATE' });
  insured = await admin.addField('Insured', { kind: 'YES_NO' });
  risk = await admin.addField('Risk', { internal: true });
});

const modem = () => device.choices[0]!.id;

const valueFields = 'fieldId field { labels { text } } text number choiceId choice { names { text } } date yesNo';
const ticketOf = async (viewer: Person, id: string) =>
  (await viewer.get(`query($id: ID!) { ticket(id: $id) { version updatedAt fields { ${valueFields} } } }`, { id }))
    .ticket;
/** What a ticket has, by field. */
const valuesOf = async (viewer: Person, id: string) =>
  Object.fromEntries(
    (await ticketOf(viewer, id)).fields.map(({ field, text, number, choice, date, yesNo }: any) => [
      field.labels[0].text,
      text ?? number ?? choice?.names[0].text ?? date ?? yesNo,
    ]),
  );
const give = (id: string, ...fields: object[]) => agent.done('ticketUpdate', { id, input: { fields } });
const refuse = (viewer: Person, ...fields: object[]) =>
  viewer.refusal('ticketCreate', { input: { title: 'Dark', description: 'All of it.', fields } });

describe('the values of a new ticket', () => {
  it('are of the kind of each field, in the order of the fields, and those left open are left out', async () => {
    const { id } = await customer.openTicket({
      fields: [
        { fieldId: insured.id, yesNo: false },
        { fieldId: bought.id, date: '2026-02-28' },
        { fieldId: device.id, choiceId: modem() },
        { fieldId: amount.id, number: -0.125 },
        { fieldId: order.id, text: '  A  17 ' },
      ],
    });
    const all = { Order: 'A 17', Amount: -0.125, Device: 'Modem', 'Bought on': '2026-02-28', Insured: false };
    expect(await valuesOf(agent, id)).toEqual(all);
    expect(Object.keys(await valuesOf(customer, id))).toEqual(Object.keys(all));
    const none = await customer.openTicket({ fields: [{ fieldId: order.id, text: ' ' }, { fieldId: amount.id }] });
    expect(await valuesOf(agent, none.id)).toEqual({});
  });

  it.each([0.001, 0.1, 1.005, 4.35, 999_999_999_999.999, -999_999_999_999.999, 0])(
    'have the number %d exactly',
    async (number) => {
      const { id } = await customer.openTicket({ fields: [{ fieldId: amount.id, number }] });
      expect(await valuesOf(customer, id)).toEqual({ Amount: number });
    },
  );

  it.each([
    [() => ({ fieldId: order.id, text: 'a'.repeat(501) }), 'TOO_LONG', 'text'],
    [() => ({ fieldId: order.id, number: 5 }), 'INVALID', 'number'],
    [() => ({ fieldId: amount.id, number: 0.0001 }), 'INVALID', 'number'],
    [() => ({ fieldId: amount.id, number: 1e12 }), 'INVALID', 'number'],
    [() => ({ fieldId: amount.id, text: '5' }), 'INVALID', 'text'],
    [() => ({ fieldId: device.id, choiceId: order.id }), 'NOT_FOUND', 'choiceId'],
    [() => ({ fieldId: bought.id, date: '2026-02-29' }), 'INVALID', 'date'],
    [() => ({ fieldId: bought.id, date: '0999-01-01' }), 'INVALID', 'date'],
    [() => ({ fieldId: 'x', text: '5' }), 'NOT_FOUND', 'fieldId'],
    [() => ({ fieldId: risk.id, text: 'none' }), 'NOT_FOUND', 'fieldId'],
  ])('are refused by the path of what is wrong (%#)', async (value, code, property) => {
    expect(await refuse(customer, { fieldId: insured.id, yesNo: true }, value())).toMatchObject({
      code,
      field: `input.fields.1.${property}`,
    });
  });

  it('are given once for each field, and not for one that is archived', async () => {
    const value = { fieldId: order.id, text: '17' };
    expect(await refuse(customer, value, value)).toMatchObject({ code: 'INVALID', field: 'input.fields.1.fieldId' });
    await admin.done('ticketFieldArchive', { id: order.id });
    expect(await refuse(customer, value)).toMatchObject({ code: 'WRONG_STATE', field: 'input.fields.0.fieldId' });
    const choices = [{ id: device.choices[1]!.id, names: inEnglish('Router') }];
    await admin.done('ticketFieldUpdate', { id: device.id, input: { choices } });
    expect(await refuse(customer, { fieldId: device.id, choiceId: modem() })).toMatchObject({
      code: 'WRONG_STATE',
      field: 'input.fields.0.choiceId',
    });
  });

  it('must have what is required of customers, while staff may not know it yet', async () => {
    await admin.done('ticketFieldUpdate', { id: order.id, input: { required: true } });
    await admin.done('ticketFieldUpdate', { id: risk.id, input: { required: true } });
    expect(await refuse(customer)).toMatchObject({ code: 'REQUIRED', field: 'input.fields' });
    expect(await refuse(customer, { fieldId: order.id, text: ' ' })).toMatchObject({
      code: 'REQUIRED',
      field: 'input.fields.0.text',
    });
    await customer.openTicket({ fields: [{ fieldId: order.id, text: '17' }] });
    await agent.openTicket({ customerId: customer.customerId });
    await admin.done('ticketFieldArchive', { id: order.id });
    await customer.openTicket();
  });

  it('belong to what an idempotency key stands for', async () => {
    const input = { idempotencyKey: 'once', fields: [{ fieldId: amount.id, number: 5 }] };
    const { id } = await customer.openTicket(input);
    expect((await customer.openTicket(input)).id).toBe(id);
    const other = { ...input, title: 'No light on the modem', description: 'It went dark at noon.', fields: [] };
    expect(await customer.refusal('ticketCreate', { input: other })).toMatchObject({ code: 'CONFLICT' });
  });
});

describe('values that staff change', () => {
  it('are set, replaced and taken away, and the others stay', async () => {
    const { id } = await customer.openTicket({ fields: [{ fieldId: order.id, text: '17' }] });
    await give(id, { fieldId: amount.id, number: 5 }, { fieldId: risk.id, text: 'low' });
    expect(await valuesOf(agent, id)).toEqual({ Order: '17', Amount: 5, Risk: 'low' });
    await give(id, { fieldId: amount.id, number: 6 }, { fieldId: order.id });
    expect(await valuesOf(agent, id)).toEqual({ Amount: 6, Risk: 'low' });
    expect(await valuesOf(customer, id)).toEqual({ Amount: 6 });
  });

  it('cannot be taken away where one is required', async () => {
    const { id } = await customer.openTicket({ fields: [{ fieldId: order.id, text: '17' }] });
    await admin.done('ticketFieldUpdate', { id: order.id, input: { required: true } });
    const input = { fields: [{ fieldId: order.id, text: '' }] };
    expect(await agent.refusal('ticketUpdate', { id, input })).toMatchObject({
      code: 'REQUIRED',
      field: 'input.fields.0.text',
    });
  });

  it('stay when their field or their choice is archived', async () => {
    const { id } = await customer.openTicket({ fields: [{ fieldId: device.id, choiceId: modem() }] });
    const choices = [{ id: device.choices[1]!.id, names: inEnglish('Router') }];
    await admin.done('ticketFieldUpdate', { id: device.id, input: { choices } });
    await give(id, { fieldId: device.id, choiceId: modem() });
    await admin.done('ticketFieldArchive', { id: device.id });
    expect(await valuesOf(customer, id)).toEqual({ Device: 'Modem' });
  });

  it('are in the history from what to what, of texts only that they changed; customers get what is theirs', async () => {
    const { id } = await customer.openTicket({ fields: [{ fieldId: device.id, choiceId: modem() }] });
    const events = await customer.listenFromNow();
    await give(
      id,
      { fieldId: risk.id, text: 'low' },
      { fieldId: device.id },
      { fieldId: insured.id, yesNo: true },
      { fieldId: order.id, text: '17' },
    );
    const historyOf = async (viewer: Person) =>
      (
        await viewer.get(
          `query($id: ID!) { ticket(id: $id) { timeline { nodes { event changes { field ticketFieldId from to } } } } }`,
          { id },
        )
      ).ticket.timeline.nodes.slice(1);
    const change = (field: TicketFieldAnswer, from: string | null, to: string | null) => ({
      field: 'fields',
      ticketFieldId: field.id,
      from,
      to,
    });
    const open = {
      event: 'TicketEdited',
      changes: [change(device, modem(), null), change(insured, null, 'true'), change(order, null, null)],
    };
    expect(await historyOf(agent)).toEqual([open, { event: 'TicketEdited', changes: [change(risk, null, null)] }]);
    expect(await historyOf(customer)).toEqual([open]);
    await agent.write(id, 'Thank you.');
    expect((await events.take(2)).map(({ __typename }: any) => __typename)).toEqual(['TicketEdited', 'MessageAdded']);
  });

  it('of internal fields move nothing that the customer sees, and what changes nothing moves nothing', async () => {
    const { id } = await customer.openTicket();
    const [before, seen] = [await ticketOf(agent, id), await ticketOf(customer, id)];
    await give(id, { fieldId: risk.id, text: 'low' });
    const after = await ticketOf(agent, id);
    expect(after.version).toBe(before.version + 1);
    expect(after.updatedAt > before.updatedAt).toBe(true);
    expect(await ticketOf(customer, id)).toEqual(seen);
    await give(id, { fieldId: risk.id, text: ' low' });
    expect(await ticketOf(agent, id)).toEqual(after);
    await give(id, { fieldId: amount.id, number: 1 });
    expect((await ticketOf(customer, id)).updatedAt > seen.updatedAt).toBe(true);
  });

  it('are refused where somebody else has changed the ticket, unless it has them already', async () => {
    const { id } = await customer.openTicket();
    const { version } = await ticketOf(agent, id);
    const update = (number: number) => ({ id, input: { version, fields: [{ fieldId: amount.id, number }] } });
    await agent.done('ticketUpdate', update(5));
    await agent.done('ticketUpdate', update(5));
    const { userErrors } = await agent.verb('ticketUpdate', update(6));
    expect(userErrors).toMatchObject([{ code: 'CONFLICT', field: 'input.version' }]);
  });
});

describe('tickets', () => {
  const found = async (viewer: Person, ...fields: object[]) =>
    (
      await viewer.get(
        'query($fields: [TicketFieldValueFilter!]) { tickets(filter: { fields: $fields }, sort: { field: NUMBER, direction: ASCENDING }) { nodes { title } } }',
        { fields },
      )
    ).tickets.nodes.map(({ title }: any) => title);

  it('are found by values of each kind, and by several at once', async () => {
    const open = (title: string, ...fields: object[]) => customer.openTicket({ title, fields });
    await open('One', { fieldId: order.id, text: 'A 17' }, { fieldId: amount.id, number: 4.35 });
    await open('Two', { fieldId: amount.id, number: 5 }, { fieldId: device.id, choiceId: modem() });
    await open('Three', { fieldId: bought.id, date: '2026-12-16' }, { fieldId: insured.id, yesNo: false });
    expect(await found(agent, { fieldId: order.id, text: ' a  17' })).toEqual(['One']);
    expect(await found(agent, { fieldId: amount.id, number: { from: 4.35, before: 5 } })).toEqual(['One']);
    expect(await found(agent, { fieldId: amount.id, number: { from: -1e300, before: 1e300 } })).toEqual(['One', 'Two']);
    expect(await found(customer, { fieldId: device.id, choiceId: [modem(), order.id] })).toEqual(['Two']);
    expect(await found(agent, { fieldId: bought.id, date: { from: '2026-12-16', before: '2026-12-17' } })).toEqual([
      'Three',
    ]);
    expect(await found(agent, { fieldId: insured.id, yesNo: true })).toEqual([]);
    expect(await found(agent, { fieldId: insured.id, yesNo: false })).toEqual(['Three']);
    expect(await found(agent, { fieldId: amount.id })).toEqual(['One', 'Two']);
    expect(await found(agent, { fieldId: amount.id }, { fieldId: device.id })).toEqual(['Two']);
    expect(await found(agent, { fieldId: amount.id, text: '5' })).toEqual([]);
  });

  it('are found by the customer through no internal field, neither by filter nor by search', async () => {
    const { id } = await customer.openTicket({ fields: [{ fieldId: order.id, text: 'Marigold' }] });
    await give(id, { fieldId: risk.id, text: 'Chrysanthemum' });
    const search = async (viewer: Person, text: string) =>
      (await viewer.get('query($text: String) { tickets(filter: { search: $text }) { totalCount } }', { text })).tickets
        .totalCount;
    expect(await found(agent, { fieldId: risk.id })).toHaveLength(1);
    expect(await found(customer, { fieldId: risk.id })).toEqual([]);
    expect([await search(agent, 'marigold'), await search(agent, 'chrysanthemum')]).toEqual([1, 1]);
    expect([await search(customer, 'marigold'), await search(customer, 'chrysanthemum')]).toEqual([1, 0]);
    await give(id, { fieldId: order.id });
    expect(await search(agent, 'marigold')).toBe(0);
  });

  it('are filtered by a few fields at most, and by dates that there are', async () => {
    const ask = (fields: object[]) =>
      agent.ask('query($fields: [TicketFieldValueFilter!]) { tickets(filter: { fields: $fields }) { totalCount } }', {
        fields,
      });
    const { errors } = await ask(Array.from({ length: 6 }, () => ({ fieldId: order.id })));
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'filter.fields' } }]);
    const wrong = await ask([{ fieldId: bought.id, date: { before: '2026-02-30' } }]);
    expect(wrong.errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', argument: 'filter.fields.0.date.before' } },
    ]);
  });
});

describe('emails about a new ticket', () => {
  const textTo = async ({ email }: Person) => {
    await portal.settle();
    return portal.mailbox.to(email).at(-1)!.text!;
  };

  it('have the values: all for staff, and for the customer those that are not internal', async () => {
    await agent.openTicket({
      customerId: customer.customerId,
      fields: [
        { fieldId: order.id, text: '17' },
        { fieldId: bought.id, date: '2026-12-16' },
        { fieldId: insured.id, yesNo: false },
        { fieldId: risk.id, text: 'low' },
      ],
    });
    const lines = ['Order: 17', 'Bought on: 16 December 2026', 'Insured: No'];
    for (const line of lines) expect(await textTo(customer)).toContain(line);
    for (const line of [...lines, 'Risk: low']) expect(await textTo(admin)).toContain(line);
    expect(await textTo(customer)).not.toContain('Risk');
  });
});
