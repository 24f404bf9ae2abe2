import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addresses, recipients } from '../support/mailbox.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let customer: Person;
let agent: Person;
let admins: [Person, Person];

beforeAll(async () => {
  tenant = await portal.world.tenant();
  customer = await tenant.customer();
  agent = await tenant.agent();
  admins = [await tenant.admin(), await tenant.admin()];
  await portal.database.superuser.query(`update portal_user set locale = 'bn' where id = $1`, [admins[1].id]);
  await (await portal.world.tenant()).admin();
});

/** A ticket the agent has solved, with no mail still to come. */
async function solved(assigned = true) {
  const ticket = await customer.openTicket();
  const input = { status: 'RESOLVED', ...(assigned && { assigneeId: agent.id }) };
  await agent.done('ticketUpdate', { id: ticket.id, input });
  await portal.settle();
  portal.mailbox.mails.length = 0;
  return ticket;
}

beforeEach(async () => {
  await portal.settle();
  portal.mailbox.mails.length = 0;
});

describe('feedback', () => {
  it('is sent to the admins of the tenant, each in their language, and to no one else', async () => {
    const { id, number } = await solved();
    await customer.done('feedbackSubmit', { ticketId: id, input: { rating: 4, comment: 'Quick, <b>but</b> late.' } });
    await portal.settle();
    expect(recipients(portal.mailbox.mails)).toEqual(addresses(...admins));
    const [english] = portal.mailbox.to(admins[0].email);
    expect(english!.subject).toContain(`[#${number}]`);
    expect(english!.text).toContain(`${customer.name} rated our help: 4 of 5, good.`);
    expect(english!.text).toContain(`Agent: ${agent.name}`);
    expect(english!.text).toContain('> Quick, <b>but</b> late.');
    expect(english!.text).toContain(`/tickets/${id}`);
    expect(english!.html).toContain('Quick, &lt;b&gt;but&lt;/b&gt; late.');
    const [bengali] = portal.mailbox.to(admins[1].email);
    expect(bengali!.text).toContain(`${customer.name} আমাদের সহায়তার মূল্যায়ন করেছেন: ৫-এর মধ্যে ৪, ভালো।`);
    expect(bengali!.text).toContain(`সহায়তাকর্মী: ${agent.name}`);
  });

  it('without a comment, on an unassigned ticket, is sent all the same', async () => {
    const { id } = await solved(false);
    await customer.done('feedbackSubmit', { ticketId: id, input: { rating: 1 } });
    await portal.settle();
    const [mail] = portal.mailbox.to(admins[0].email);
    expect(mail!.text).toContain('1 of 5, very bad.');
    expect(mail!.text).not.toMatch(/^>|Agent:/m);
  });

  it('is sent once, however often it is submitted or changed, as it is when the email is sent', async () => {
    const { id } = await solved();
    for (let time = 0; time < 2; time++) {
      await customer.done('feedbackSubmit', { ticketId: id, input: { rating: 2 } });
    }
    await customer.done('feedbackUpdate', { ticketId: id, input: { rating: 5 } });
    await portal.settle();
    await customer.done('feedbackUpdate', { ticketId: id, input: { rating: 3 } });
    await portal.settle();
    const mails = portal.mailbox.to(admins[0].email);
    expect(mails.map(({ text }) => /(\d) of 5/.exec(text!)?.[1])).toEqual(['5']);
  });
});
