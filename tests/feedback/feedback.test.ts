import { describe, expect, it } from 'vitest';
import type { ApiClient } from '../support/api.ts';
import { usePortal } from '../support/portal.ts';

const portal = usePortal();

const statuses = ['OPEN', 'PENDING', 'RESOLVED', 'CLOSED'] as const;
type Status = (typeof statuses)[number];

/** A tenant's people and a ticket of the customer that stands as told. */
async function ticketThatIs(status: Status) {
  const tenant = await portal.world.tenant();
  const [customer, agent, admin] = await Promise.all([tenant.customer(), tenant.agent(), tenant.admin()]);
  const { id } = await customer.openTicket();
  await agent.done('ticketUpdate', { id, input: { status } });
  return { id, tenant, customer, agent, admin };
}

const settled = () => ticketThatIs('RESOLVED');

const submit = async (who: ApiClient, ticketId: string, input: Record<string, unknown> = { rating: 4 }) =>
  (await who.done('feedbackSubmit', { ticketId, input })).feedback;

const feedbackOf = async (who: ApiClient, id: string) => {
  const { ticket } = await who.get(
    `query($id: ID!) { ticket(id: $id) { feedback {
      rating comment createdAt updatedAt editableUntil viewerCanUpdate author { id } agent { id } ticket { id }
    } } }`,
    { id },
  );
  return ticket.feedback;
};

const askedOf = async (who: ApiClient, id: string) => {
  const { ticket } = await who.get(
    'query($id: ID!) { ticket(id: $id) { viewerCanGiveFeedback viewerIsAskedForFeedback } }',
    { id },
  );
  return [ticket.viewerCanGiveFeedback, ticket.viewerIsAskedForFeedback];
};

/** Feedback given so long ago. */
const age = (ticketId: string, interval: string) =>
  portal.database.superuser.query(
    'update feedback set created_at = now() - $2::interval, updated_at = now() - $2::interval where ticket_id = $1',
    [ticketId, interval],
  );

describe.each(['RESOLVED', 'CLOSED'] as const)('on a ticket that is %s', (status) => {
  it('the customer is asked, and can give feedback, which staff see', async () => {
    const { id, customer, agent, admin } = await ticketThatIs(status);
    expect(await askedOf(customer, id)).toEqual([true, true]);
    for (const staff of [agent, admin]) expect(await askedOf(staff, id)).toEqual([false, false]);
    expect(await submit(customer, id, { rating: 5, comment: ' Quick. ' })).toMatchObject({
      rating: 5,
      comment: 'Quick.',
    });
    const seen = { rating: 5, comment: 'Quick.', author: { id: customer.id } };
    for (const staff of [agent, admin]) expect(await feedbackOf(staff, id)).toMatchObject(seen);
    expect(await askedOf(customer, id)).toEqual([false, false]);
  });

  it('who says "not now" is not asked again, also when it is settled a second time, and can still give it', async () => {
    const { id, customer, agent } = await ticketThatIs(status);
    for (let time = 0; time < 2; time++) await customer.done('feedbackDecline', { ticketId: id });
    expect(await askedOf(customer, id)).toEqual([true, false]);
    await customer.done('ticketReopen', { id });
    await agent.done('ticketUpdate', { id, input: { status } });
    expect(await askedOf(customer, id)).toEqual([true, false]);
    expect(await submit(customer, id)).toMatchObject({ rating: 4 });
  });
});

describe.each(['OPEN', 'PENDING'] as const)('on a ticket that is %s', (status) => {
  it('nobody is asked, and feedback is refused', async () => {
    const { id, customer, agent, admin } = await ticketThatIs(status);
    for (const person of [customer, agent, admin]) expect(await askedOf(person, id)).toEqual([false, false]);
    const refusal = await customer.refusal('feedbackSubmit', { ticketId: id, input: { rating: 5 } });
    expect(refusal).toMatchObject({ code: 'WRONG_STATE', field: null });
    expect(await feedbackOf(customer, id)).toBeNull();
  });

  it('there is nothing yet to say "not now" to: who tries is asked all the same later', async () => {
    const { id, customer, agent } = await ticketThatIs(status);
    expect(await customer.refusal('feedbackDecline', { ticketId: id })).toMatchObject({ code: 'WRONG_STATE' });
    await agent.done('ticketUpdate', { id, input: { status: 'RESOLVED' } });
    expect(await askedOf(customer, id)).toEqual([true, true]);
  });
});

describe.each(statuses)('on a ticket that is %s', (status) => {
  it('staff are told that feedback is not theirs to give, change or decline', async () => {
    const { id, agent, admin } = await ticketThatIs(status);
    for (const staff of [agent, admin]) {
      for (const verb of ['feedbackSubmit', 'feedbackUpdate']) {
        const refusal = await staff.refusal(verb, { ticketId: id, input: { rating: 5 } });
        expect(refusal).toMatchObject({ code: 'FORBIDDEN' });
      }
      expect(await staff.refusal('feedbackDecline', { ticketId: id })).toMatchObject({ code: 'FORBIDDEN' });
    }
    expect(await feedbackOf(agent, id)).toBeNull();
  });
});

describe('feedback', () => {
  it.each([1, 2, 3, 4, 5])('can be %s of 5, with nothing more to say', async (rating) => {
    const { id, customer } = await settled();
    expect(await submit(customer, id, { rating })).toMatchObject({ rating, comment: null });
  });

  it.each([
    [{ rating: 0 }, 'INVALID', 'input.rating'],
    [{ rating: 6 }, 'INVALID', 'input.rating'],
    [{ rating: 3, comment: 'x'.repeat(2_001) }, 'TOO_LONG', 'input.comment'],
    [{ rating: 3, comment: 'with \0' }, 'INVALID', 'input.comment'],
  ])('that breaks a rule is refused by the name of the field: %j', async (input, code, field) => {
    const { id, customer } = await settled();
    expect(await customer.refusal('feedbackSubmit', { ticketId: id, input })).toMatchObject({ code, field });
    await submit(customer, id);
    expect(await customer.refusal('feedbackUpdate', { ticketId: id, input })).toMatchObject({ code, field });
  });

  it('takes a comment of 2,000 characters, and a blank one as none', async () => {
    const [long, blank] = [await settled(), await settled()];
    const comment = 'ভ'.repeat(2_000);
    expect(await submit(long.customer, long.id, { rating: 5, comment })).toMatchObject({ comment });
    expect(await submit(blank.customer, blank.id, { rating: 5, comment: ' \n' })).toMatchObject({ comment: null });
  });

  it('sent again because the answer was lost is what was written the first time', async () => {
    const { id, customer } = await settled();
    const first = await submit(customer, id, { rating: 2, comment: 'Slow.' });
    expect(await submit(customer, id, { rating: 2, comment: ' Slow. ' })).toEqual(first);
    await customer.done('ticketReopen', { id });
    expect(await submit(customer, id, { rating: 2, comment: 'Slow.' })).toEqual(first);
    expect(await eventsOf(id)).toEqual(['FeedbackSubmitted']);
  });

  it('is given once: other feedback is a CONFLICT, also after the ticket was settled a second time', async () => {
    const { id, customer, agent } = await settled();
    await submit(customer, id, { rating: 2 });
    const refused = { ticketId: id, input: { rating: 5 } };
    expect(await customer.refusal('feedbackSubmit', refused)).toMatchObject({ code: 'CONFLICT' });
    await customer.done('ticketReopen', { id });
    expect(await customer.refusal('feedbackSubmit', refused)).toMatchObject({ code: 'CONFLICT' });
    await agent.done('ticketUpdate', { id, input: { status: 'CLOSED' } });
    expect(await askedOf(customer, id)).toEqual([false, false]);
    expect(await customer.refusal('feedbackSubmit', refused)).toMatchObject({ code: 'CONFLICT' });
    expect(await feedbackOf(agent, id)).toMatchObject({ rating: 2 });
  });

  it('of two at once one wins, and the other is told', async () => {
    const { id, customer, agent } = await settled();
    const second = await portal.secondServer();
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map((rating) => {
        const server = customer.at(rating % 2 ? portal.url : second.url);
        return server.verb('feedbackSubmit', { ticketId: id, input: { rating } });
      }),
    );
    const winners = answers.filter(({ userErrors }) => userErrors.length === 0);
    const losers = answers.flatMap(({ userErrors }) => userErrors.map(({ code }: { code: string }) => code));
    expect(winners).toHaveLength(1);
    expect(losers).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT', 'CONFLICT']);
    expect(await feedbackOf(agent, id)).toMatchObject({ rating: winners[0]!.feedback.rating });
    expect(await eventsOf(id)).toEqual(['FeedbackSubmitted']);
  });

  it('can no longer be declined once it was given', async () => {
    const { id, customer } = await settled();
    await submit(customer, id);
    expect(await customer.refusal('feedbackDecline', { ticketId: id })).toMatchObject({ code: 'WRONG_STATE' });
  });
});

describe('the agent who is credited', () => {
  const credited = async ({ id, customer, agent }: Awaited<ReturnType<typeof ticketThatIs>>) => {
    await agent.done('ticketUpdate', { id, input: { status: 'RESOLVED' } });
    await submit(customer, id);
    return (await feedbackOf(customer, id)).agent?.id ?? null;
  };

  it('is who looks after the ticket, whoever has answered', async () => {
    const ticket = await ticketThatIs('OPEN');
    await ticket.admin.write(ticket.id, 'Answered by another.');
    await ticket.agent.done('ticketUpdate', { id: ticket.id, input: { assigneeId: ticket.agent.id } });
    expect(await credited(ticket)).toBe(ticket.agent.id);
  });

  it('is who answered last where nobody looks after it; internal notes are no answers', async () => {
    const ticket = await ticketThatIs('OPEN');
    await ticket.admin.write(ticket.id, 'An answer.');
    await ticket.agent.write(ticket.id, 'The last answer.');
    await ticket.admin.write(ticket.id, 'A note.', { internal: true });
    await ticket.customer.write(ticket.id, 'Thank you.');
    expect(await credited(ticket)).toBe(ticket.agent.id);
  });

  it('is nobody where nobody looked after it or answered', async () => {
    expect(await credited(await ticketThatIs('OPEN'))).toBeNull();
  });

  it('stays the same when the ticket goes to somebody else, or the feedback is changed', async () => {
    const ticket = await ticketThatIs('OPEN');
    const { id, agent, admin, customer } = ticket;
    await agent.done('ticketUpdate', { id, input: { assigneeId: agent.id } });
    await credited(ticket);
    await admin.done('ticketUpdate', { id, input: { assigneeId: admin.id } });
    await customer.done('feedbackUpdate', { ticketId: id, input: { rating: 1 } });
    expect(await feedbackOf(customer, id)).toMatchObject({ rating: 1, agent: { id: agent.id } });
  });
});

describe('for a day feedback', () => {
  it('can be changed as a whole, whatever became of the ticket', async () => {
    const { id, customer, agent } = await settled();
    await submit(customer, id, { rating: 5, comment: 'Perfect.' });
    await age(id, '23 hours 59 minutes');
    await customer.done('ticketReopen', { id });
    const { feedback } = await customer.done('feedbackUpdate', { ticketId: id, input: { rating: 2 } });
    expect(feedback).toMatchObject({ rating: 2, comment: null });
    const seen = await feedbackOf(agent, id);
    expect(seen).toMatchObject({ rating: 2, comment: null, viewerCanUpdate: false, ticket: { id } });
    expect(Date.parse(seen.updatedAt)).toBeGreaterThan(Date.parse(seen.createdAt));
    expect(Date.parse(seen.editableUntil) - Date.parse(seen.createdAt)).toBe(24 * 60 * 60 * 1000);
    expect(await feedbackOf(customer, id)).toMatchObject({ viewerCanUpdate: true });
  });

  it('and not a moment longer', async () => {
    const { id, customer } = await settled();
    await submit(customer, id, { rating: 5 });
    await age(id, '24 hours');
    expect(await feedbackOf(customer, id)).toMatchObject({ viewerCanUpdate: false });
    const refusal = await customer.refusal('feedbackUpdate', { ticketId: id, input: { rating: 1 } });
    expect(refusal).toMatchObject({ code: 'WRONG_STATE' });
    expect(await feedbackOf(customer, id)).toMatchObject({ rating: 5 });
  });

  it('cannot be changed before it was given', async () => {
    const { id, customer } = await settled();
    const refusal = await customer.refusal('feedbackUpdate', { ticketId: id, input: { rating: 1 } });
    expect(refusal).toMatchObject({ code: 'WRONG_STATE' });
    expect(await feedbackOf(customer, id)).toBeNull();
  });

  it('changed twice in the same way is one change', async () => {
    const { id, customer } = await settled();
    await submit(customer, id, { rating: 5 });
    for (let time = 0; time < 2; time++) {
      await customer.done('feedbackUpdate', { ticketId: id, input: { rating: 3, comment: 'On second thoughts.' } });
    }
    expect(await eventsOf(id)).toEqual(['FeedbackSubmitted', 'FeedbackUpdated']);
  });
});

describe('who listens', () => {
  it('hears of feedback and its change, also what was missed', async () => {
    const { id, customer, agent } = await settled();
    const [after, forCustomer] = [await agent.cursor(), await customer.cursor()];
    await submit(customer, id, { rating: 3 });
    await customer.done('feedbackUpdate', { ticketId: id, input: { rating: 4 } });
    // answers show the feedback as it is at delivery
    const heard = [
      { __typename: 'FeedbackSubmitted', ticket: { id }, feedback: { rating: 4 } },
      { __typename: 'FeedbackUpdated', ticket: { id }, feedback: { rating: 4 } },
    ];
    expect(await (await agent.listen({ after, ticketId: id })).take(2)).toMatchObject(heard);
    expect(await (await customer.listen({ after: forCustomer, ticketId: id })).take(2)).toMatchObject(heard);
  });
});

describe('feedback that is switched off', () => {
  it('is neither asked for nor taken, for this tenant alone; what was given stays', async () => {
    const [{ id, tenant, customer, agent, admin }, other] = await Promise.all([settled(), settled()]);
    const before = await customer.openTicket();
    await agent.done('ticketUpdate', { id: before.id, input: { status: 'RESOLVED' } });
    await submit(customer, before.id, { rating: 5 });
    await admin.done('organisationUpdate', { input: { feedbackEnabled: false } });
    expect(await askedOf(customer, id)).toEqual([false, false]);
    expect(await customer.refusal('feedbackSubmit', { ticketId: id, input: { rating: 4 } })).toMatchObject({
      code: 'WRONG_STATE',
    });
    expect(await customer.refusal('feedbackDecline', { ticketId: id })).toMatchObject({ code: 'WRONG_STATE' });
    expect(await feedbackOf(agent, before.id)).toMatchObject({ rating: 5 });
    await customer.done('feedbackUpdate', { ticketId: before.id, input: { rating: 4 } });
    expect(await askedOf(other.customer, other.id)).toEqual([true, true]);
    const { auditLog } = await admin.get(
      '{ auditLog(filter: { noun: [ORGANISATION] }, first: 5) { nodes { changes { field from to } } } }',
    );
    expect(auditLog.nodes).toEqual([{ changes: [{ field: 'feedbackEnabled', from: 'true', to: 'false' }] }]);
    await (await tenant.admin()).done('organisationUpdate', { input: { feedbackEnabled: true } });
    await submit(customer, id);
  });
});

/** The kinds of event about feedback on a ticket, in order. */
async function eventsOf(ticketId: string): Promise<string[]> {
  const { rows } = await portal.database.superuser.query(
    `select type from portal_event where ticket_id = $1 and type like 'Feedback%' order by tenant_sequence`,
    [ticketId],
  );
  return rows.map(({ type }) => type);
}
