import { beforeEach, describe, expect, it } from 'vitest';
import { ticketFieldLimits } from '#shared/limits.ts';
import { inEnglish } from '../support/api.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let admin: Person;

beforeEach(async () => {
  tenant = await portal.world.tenant();
  admin = await tenant.admin();
});

const fieldsOf = async (viewer: Person, filter: object | null = null) => {
  const { ticketFields } = await viewer.get(
    `query($filter: TicketFieldFilter) {
      ticketFields(filter: $filter, first: 50) {
        nodes { id kind internal required archived labels { locale text } hints { text } choices { id names { text } archived } }
      }
    }`,
    { filter },
  );
  return ticketFields.nodes;
};
const labelsOf = async (viewer: Person, filter: object | null = null) =>
  (await fieldsOf(viewer, filter)).map(({ labels }: any) => labels[0].text);
const namesOf = (choices: any[]) => choices.map(({ names, archived }) => [names[0].text, archived]);
const choice = (name: string, id?: string) => ({ ...(id && { id }), names: inEnglish(name) });

describe('a field of tickets', () => {
  it('is as an admin has made it, with texts in several languages', async () => {
    const labels = [
      { locale: 'en', text: ' Order   number ' },
      { locale: 'bn', text: 'অর্ডার নম্বর' },
    ];
    const field = await admin.addField('', { labels, hints: inEnglish('On the receipt.'), required: true });
    expect(await fieldsOf(admin)).toEqual([
      {
        id: field.id,
        kind: 'TEXT',
        internal: false,
        required: true,
        archived: false,
        labels: [
          { locale: 'bn', text: 'অর্ডার নম্বর' },
          { locale: 'en', text: 'Order number' },
        ],
        hints: [{ text: 'On the receipt.' }],
        choices: [],
      },
    ]);
  });

  it('is shown to customers unless it is internal, and to nobody of another tenant', async () => {
    await admin.addField('Order');
    await admin.addField('Device', { internal: true });
    expect(await labelsOf(await tenant.customer())).toEqual(['Order']);
    expect(await labelsOf(await tenant.agent())).toEqual(['Order', 'Device']);
    const other = await portal.world.tenant();
    expect(await labelsOf(await other.customer())).toEqual([]);
    expect(await labelsOf(await other.admin())).toEqual([]);
    const { errors } = await portal.nobody.ask('{ ticketFields { totalCount } }');
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('is made and changed by admins alone', async () => {
    const { id } = await admin.addField('Order');
    for (const person of [await tenant.customer(), await tenant.agent()]) {
      const input = { kind: 'TEXT', labels: inEnglish('Mine') };
      expect(await person.refusal('ticketFieldCreate', { input })).toMatchObject({ code: 'FORBIDDEN' });
      expect(await person.refusal('ticketFieldArchive', { id })).toMatchObject({ code: 'FORBIDDEN' });
    }
  });

  it.each([
    [{ labels: [] }, 'REQUIRED', 'input.labels'],
    [{ labels: [{ locale: 'bn', text: 'নম্বর' }] }, 'REQUIRED', 'input.labels'],
    [{ labels: [...inEnglish('One'), ...inEnglish('Two')] }, 'INVALID', 'input.labels.1.locale'],
    [{ labels: [...inEnglish('One'), { locale: 'tlh', text: 'Eins' }] }, 'INVALID', 'input.labels.1.locale'],
    [{ labels: inEnglish('a'.repeat(101)) }, 'TOO_LONG', 'input.labels.0.text'],
    [{ hints: inEnglish('a'.repeat(201)) }, 'TOO_LONG', 'input.hints.0.text'],
    [{ choices: [choice('One')] }, 'INVALID', 'input.choices'],
    [{ kind: 'CHOICE' }, 'REQUIRED', 'input.choices'],
    [{ kind: 'CHOICE', choices: [choice('One'), choice(' ')] }, 'REQUIRED', 'input.choices.1.names'],
    [{ kind: 'CHOICE', choices: Array.from({ length: 51 }, () => choice('One')) }, 'TOO_MANY', 'input.choices'],
  ])('is refused as %j, naming the path', async (input, code, field) => {
    const given = { kind: 'TEXT', labels: inEnglish('Order'), ...input };
    expect(await admin.refusal('ticketFieldCreate', { input: given })).toMatchObject({ code, field });
    expect(await fieldsOf(admin)).toEqual([]);
  });

  it('keeps what is left out of a change', async () => {
    const { id } = await admin.addField('Order', { required: true, hints: inEnglish('On the receipt.') });
    const before = await fieldsOf(admin);
    await admin.done('ticketFieldUpdate', { id, input: {} });
    expect(await fieldsOf(admin)).toEqual(before);
    await admin.done('ticketFieldUpdate', { id, input: { required: false, hints: [] } });
    expect(await fieldsOf(admin)).toMatchObject([{ required: false, hints: [], labels: before[0].labels }]);
  });

  it('is archived and restored, and there are never more than may be asked', async () => {
    const { id } = await admin.addField('First');
    for (let count = 1; count < ticketFieldLimits.active; count += 1) await admin.addField(`Field ${count}`);
    const input = { kind: 'TEXT', labels: inEnglish('One more') };
    expect(await admin.refusal('ticketFieldCreate', { input })).toMatchObject({ code: 'TOO_MANY' });
    await admin.done('ticketFieldArchive', { id });
    expect(await admin.refusal('ticketFieldArchive', { id })).toMatchObject({ code: 'WRONG_STATE', field: 'id' });
    expect(await labelsOf(admin, { archived: true })).toEqual(['First']);
    await admin.done('ticketFieldCreate', { input });
    expect(await admin.refusal('ticketFieldRestore', { id })).toMatchObject({ code: 'TOO_MANY', field: 'id' });
    const [second] = await fieldsOf(admin, { archived: false });
    await admin.done('ticketFieldArchive', { id: second.id });
    await admin.done('ticketFieldRestore', { id });
    expect((await labelsOf(admin, { archived: false }))[0]).toBe('First');
  });

  it('has its place in the order, which an admin changes by naming those that come first', async () => {
    const fields = [await admin.addField('A'), await admin.addField('B'), await admin.addField('C')];
    await admin.done('ticketFieldsReorder', { ids: [fields[2]!.id, fields[0]!.id, fields[2]!.id] });
    expect(await labelsOf(admin)).toEqual(['C', 'A', 'B']);
  });

  it('offers its choices in order; those that are left out are archived, and come back when they are given again', async () => {
    const { id, choices } = await admin.addField('Device', {
      kind: 'CHOICE',
      choices: [choice('Modem'), choice('Router')],
    });
    const [modem, router] = choices;
    const update = async (given: object[]) =>
      (await admin.done('ticketFieldUpdate', { id, input: { choices: given } })).ticketField.choices;
    expect(namesOf(await update([choice('Switch'), choice('Wi-Fi router', router!.id)]))).toEqual([
      ['Switch', false],
      ['Wi-Fi router', false],
      ['Modem', true],
    ]);
    expect(namesOf(await update([choice('Modem', modem!.id)]))).toEqual([
      ['Modem', false],
      ['Switch', true],
      ['Wi-Fi router', true],
    ]);
    const twice = [choice('Modem', modem!.id), choice('Modem', modem!.id)];
    expect(await admin.refusal('ticketFieldUpdate', { id, input: { choices: twice } })).toMatchObject({
      code: 'NOT_FOUND',
      field: 'input.choices.1.id',
    });
  });
});

describe('what admins do with fields', () => {
  it('is told to staff as it happens, and not to customers', async () => {
    const customer = await tenant.customer();
    const [forAgent, forCustomer] = [await (await tenant.agent()).listenFromNow(), await customer.listenFromNow()];
    const { id } = await admin.addField('Order');
    await admin.done('ticketFieldUpdate', { id, input: { required: true } });
    const ticket = await customer.openTicket({ fields: [{ fieldId: id, text: '17' }] });
    expect((await forAgent.take(2)).map(({ __typename }: any) => __typename)).toEqual([
      'TicketFieldCreated',
      'TicketFieldChanged',
    ]);
    expect(await forCustomer.next()).toMatchObject({ __typename: 'TicketCreated', ticket: { id: ticket.id } });
  });

  it('is in the audit log, and not among what happened to tickets', async () => {
    const { id } = await admin.addField('Order');
    await admin.done('ticketFieldUpdate', { id, input: { required: true, labels: inEnglish('Order number') } });
    const entries = async (noun: string) =>
      (
        await admin.get(
          `{ auditLog(filter: { noun: [${noun}] }, first: 5) { nodes { event ticketField { id } changes { field from to } } } }`,
        )
      ).auditLog.nodes;
    expect(await entries('TICKET_FIELDS')).toEqual([
      {
        event: 'TicketFieldChanged',
        ticketField: { id },
        changes: [
          { field: 'labels', from: null, to: null },
          { field: 'required', from: 'false', to: 'true' },
        ],
      },
      { event: 'TicketFieldCreated', ticketField: { id }, changes: [] },
    ]);
    expect(await entries('TICKET')).toEqual([]);
    expect(await entries('TICKET, TICKET_FIELDS')).toHaveLength(2);
  });
});
