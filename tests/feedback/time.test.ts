import { beforeEach, describe, expect, it } from 'vitest';
import { askForFeedback } from '../../server/feedback/ask-for-feedback.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let customer: Person;
let agent: Person;
let admin: Person;

beforeEach(async () => {
  tenant = await portal.world.tenant();
  [customer, agent, admin] = await Promise.all([tenant.customer(), tenant.agent(), tenant.admin()]);
});

const ask = (input: { feedbackAfter?: string; feedbackDelayHours?: number; feedbackEnabled?: boolean }) =>
  admin.done('organisationUpdate', { input });

const setStatus = (id: string, status: string) => agent.done('ticketUpdate', { id, input: { status } });

async function resolved(): Promise<string> {
  const { id } = await customer.openTicket();
  await setStatus(id, 'RESOLVED');
  return id;
}

const isAsked = async (id: string): Promise<boolean> =>
  (await customer.get('query($id: ID!) { ticket(id: $id) { viewerIsAskedForFeedback } }', { id })).ticket
    .viewerIsAskedForFeedback;

const jobsOf = async (id: string): Promise<{ run_at: Date; payload: never }[]> => {
  const { rows } = await portal.database.superuser.query(
    'select run_at, payload from graphile_worker._private_jobs where key = $1',
    [`askForFeedback/${id}`],
  );
  return rows;
};

/** The time of the question has come. */
async function afterSomeDays(id: string): Promise<void> {
  const earlier = `timestamptz '2026-01-01'`;
  await portal.database.superuser.query(`update ticket set feedback_held_until = ${earlier} where id = $1`, [id]);
  await portal.database.superuser.query(
    `update graphile_worker._private_jobs set run_at = now(),
       payload = (payload::jsonb || '{"heldUntil": "2026-01-01T00:00:00.000Z"}')::json where key = $1`,
    [`askForFeedback/${id}`],
  );
  await portal.settle();
}

const questions = async (id: string): Promise<number> => {
  const { notifications } = await customer.get('{ notifications(first: 20) { nodes { kind ticket { id } } } }');
  return notifications.nodes.filter((each: any) => each.kind === 'FEEDBACK_REQUESTED' && each.ticket.id === id).length;
};

const mailsAsking = () => portal.mailbox.to(customer.email).filter(({ text }) => text!.includes('How did we do?'));

describe('feedback', () => {
  it('is asked for at once, in the portal alone, until admins say otherwise', async () => {
    const id = await resolved();
    expect(await isAsked(id)).toBe(true);
    expect(await jobsOf(id)).toEqual([]);
    await portal.settle();
    expect(await questions(id)).toBe(0);
  });

  it('is asked for later, where admins chose so: in the portal, the bell and an email, once', async () => {
    await ask({ feedbackDelayHours: 72 });
    const before = Date.now();
    const id = await resolved();
    const [job] = await jobsOf(id);
    expect(job!.run_at.getTime() - before).toBeGreaterThanOrEqual(72 * 3_600_000);
    expect(await isAsked(id)).toBe(false);
    await portal.settle();
    expect(mailsAsking()).toEqual([]);
    const live = await customer.listenFromNow();
    await afterSomeDays(id);
    expect(await live.next()).toMatchObject({ __typename: 'FeedbackRequested' });
    expect(await isAsked(id)).toBe(true);
    expect(await questions(id)).toBe(1);
    expect(mailsAsking()).toHaveLength(1);
    expect(mailsAsking()[0]!.headers.get('list')).toMatchObject({ unsubscribe: { url: expect.any(String) } });
  });

  it('is asked for once, though two servers do it at once and a job runs again', async () => {
    await ask({ feedbackDelayHours: 1 });
    const id = await resolved();
    const second = await portal.secondServer();
    const held = { tenantId: tenant.id, ticketId: id, heldUntil: '2026-01-01T00:00:00.000Z' };
    await portal.database.superuser.query(`update ticket set feedback_held_until = $2 where id = $1`, [
      id,
      held.heldUntil,
    ]);
    await Promise.all([askForFeedback(portal.app.portal, held), askForFeedback(second.app.portal, held)]);
    await askForFeedback(portal.app.portal, held);
    await portal.settle();
    expect(await questions(id)).toBe(1);
    expect(mailsAsking()).toHaveLength(1);
  });

  it('is not asked for on a ticket that was reopened meanwhile, and again after it is resolved again', async () => {
    await ask({ feedbackDelayHours: 24 });
    const id = await resolved();
    const [job] = await jobsOf(id);
    await customer.write(id, 'It is dark again.');
    expect(await jobsOf(id)).toEqual([]);
    await askForFeedback(portal.app.portal, job!.payload);
    expect(await questions(id)).toBe(0);
    await setStatus(id, 'RESOLVED');
    expect(await jobsOf(id)).toHaveLength(1);
    await afterSomeDays(id);
    expect(await questions(id)).toBe(1);
  });

  it('is asked for once for a ticket that is resolved and then closed', async () => {
    await ask({ feedbackDelayHours: 24 });
    const id = await resolved();
    await afterSomeDays(id);
    await agent.done('ticketClose', { id });
    expect(await jobsOf(id)).toEqual([]);
    expect(await isAsked(id)).toBe(true);
    expect(await questions(id)).toBe(1);
  });

  it('is asked for only once a ticket is closed, where admins chose so, also by the customer', async () => {
    await ask({ feedbackAfter: 'CLOSED' });
    const id = await resolved();
    expect(await isAsked(id)).toBe(false);
    await customer.done('ticketClose', { id });
    expect(await isAsked(id)).toBe(true);
    await ask({ feedbackDelayHours: 168 });
    const other = await resolved();
    expect(await jobsOf(other)).toEqual([]);
    await customer.done('ticketClose', { id: other });
    expect(await isAsked(other)).toBe(false);
    await afterSomeDays(other);
    expect(await isAsked(other)).toBe(true);
  });

  it.each([
    ['given before', (id: string) => customer.done('feedbackSubmit', { ticketId: id, input: { rating: 5 } })],
    ['switched off', () => ask({ feedbackEnabled: false })],
    ['dismissed', (id: string) => customer.done('feedbackDecline', { ticketId: id })],
  ])('is not asked for when it was %s', async (_, before) => {
    await ask({ feedbackDelayHours: 24 });
    const id = await resolved();
    await before(id);
    await afterSomeDays(id);
    expect(await questions(id)).toBe(0);
    expect(mailsAsking()).toEqual([]);
  });

  it('is asked for as one tenant chose, and another did not', async () => {
    const other = await portal.world.tenant();
    const [theirs, theirAgent] = [await other.customer(), await other.agent()];
    await ask({ feedbackDelayHours: 24 });
    const { id } = await theirs.openTicket();
    await theirAgent.done('ticketUpdate', { id, input: { status: 'RESOLVED' } });
    expect(await jobsOf(id)).toEqual([]);
  });

  it.each([-1, 721])('is not asked for after %d hours', async (feedbackDelayHours) => {
    expect(await admin.refusal('organisationUpdate', { input: { feedbackDelayHours } })).toEqual({
      code: 'INVALID',
      field: 'input.feedbackDelayHours',
      message: 'feedbackDelayHours must be between 0 and 720.',
    });
  });
});
