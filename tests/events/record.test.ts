import { readFileSync } from 'node:fs';
import { v7 as uuid } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { tenantScope } from '../../server/access/scope.ts';
import { events } from '../../server/events.ts';
import { Audience } from '../../server/events/audience.ts';
import { parseNotifyPayload } from '../../server/events/notify-payload.ts';
import { record, recordAndNotify, recordSilently, type EventFacts } from '../../server/events/record.ts';
import { messageAdded } from '../../server/messages/message.events.ts';
import { connect } from '../support/database.ts';
import { usePortal } from '../support/portal.ts';
import { statementsOf } from '../support/statements.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let customer: Person;
let agent: Person;
let facts: EventFacts;

beforeAll(async () => {
  tenant = await portal.world.tenant();
  [customer, agent] = await Promise.all([tenant.customer(), tenant.agent()]);
  const { id: ticketId } = await customer.openTicket();
  const access = await portal.app.portal.tokens.readAccess(agent.accessToken!);
  facts = {
    actor: access!.viewer,
    tenantId: tenant.id,
    customerId: customer.customerId,
    ticketId,
    subjectId: uuid(),
  };
  await portal.settle();
});

const inTransaction = (given: Partial<EventFacts> = {}, after: () => void = () => {}) =>
  portal.app.portal.write(tenantScope(tenant.id), async (entityManager) => {
    await record(entityManager, messageAdded, { ...facts, ...given });
    after();
  });

/** Everything a record leaves behind. */
async function traces() {
  const { rows } = await portal.database.superuser.query(
    `select
       (select last_event::int from tenant_counter where tenant_id = $1) as tenant_counter,
       (select last_event::int from customer_counter where customer_id = $2) as customer_counter,
       (select count(*)::int from portal_event where tenant_id = $1) as events,
       (select count(*)::int from notification where tenant_id = $1) as notifications,
       (select count(*)::int from operations.mail_task) as pending`,
    [tenant.id, customer.customerId],
  );
  return rows[0] as Record<string, number>;
}

const expressionsOf = (statement: string) =>
  [...statement.matchAll(/(?:with|\),) (\w+) (?:\([^)]*\) )?as (?:materialized )?\(/g)].map(([, name]) => name);

describe('the statement that records an event (docs/adr/0002-one-record-per-fact.md)', () => {
  const decision = readFileSync(new URL('../../docs/adr/0002-one-record-per-fact.md', import.meta.url), 'utf8');
  const described = [...decision.matchAll(/^\| `(\w+)` +\|/gm)].map(([, name]) => name!);

  it('is made of the expressions that the decision describes, in the same order', () => {
    expect(expressionsOf(recordAndNotify)).toEqual(described);
    const short = ['fact', 'tenant_number', 'customer_number', 'numbered_event', 'inserted_event'];
    expect(expressionsOf(recordSilently)).toEqual(short);
  });

  it('knows every audience', () => {
    for (const audience of Object.values(Audience)) expect(recordAndNotify).toContain(`'${audience}'`);
  });

  it('is one, whoever is notified', async () => {
    const empty = await statementsOf(portal, () => portal.app.portal.write(tenantScope(tenant.id), async () => {}));
    const silent = await statementsOf(portal, () => inTransaction({ silent: true }));
    const notifying = await statementsOf(portal, () => inTransaction());
    expect([silent.count - empty.count, notifying.count - empty.count]).toEqual([1, 1]);
  });

  it('writes the event, a notification for the customer with its event, and a task for the email', async () => {
    const before = await traces();
    await inTransaction();
    expect(await traces()).toEqual({
      tenant_counter: before.tenant_counter! + 2,
      customer_counter: before.customer_counter! + 2,
      events: before.events! + 2,
      notifications: before.notifications! + 1,
      pending: before.pending! + 1,
    });
  });

  it('gives what is internal no number in the stream of the customer, and notifies no one of it', async () => {
    const before = await traces();
    await inTransaction({ internal: true });
    expect(await traces()).toEqual({
      ...before,
      tenant_counter: before.tenant_counter! + 1,
      events: before.events! + 1,
    });
  });

  it('leaves nothing behind when its transaction is rolled back: no row, no task, no gap, no payload', async () => {
    const listener = await connect(portal.database.url);
    const payloads: string[] = [];
    const published = new Promise<void>((resolve) => {
      listener.on('notification', ({ payload }) => resolve(void payloads.push(payload!)));
    });
    await listener.query('listen portal_event');
    const before = await traces();
    const rolledBack = inTransaction({}, () => {
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    expect(await traces()).toEqual(before);
    await inTransaction();
    // payloads come in the order of commits
    await published;
    expect(payloads).toHaveLength(1);
    expect(parseNotifyPayload(payloads[0]!).events()).toMatchObject([
      {
        type: 'MessageAdded',
        tenantSequence: before.tenant_counter! + 1,
        customerSequence: before.customer_counter! + 1,
      },
      { type: 'NotificationAdded', userId: customer.id },
    ]);
    await listener.end();
  });
});

describe('the declarations of events', () => {
  it('have each type once, named as its API type', () => {
    const types = events.map(({ type }) => type);
    expect(types).toEqual([...new Set(types)]);
    expect(events.filter(({ type, apiType }) => apiType && apiType.name !== type)).toEqual([]);
  });

  it('have an email only where someone is notified', () => {
    expect(events.filter(({ email, notification }) => email && !notification)).toEqual([]);
  });
});
