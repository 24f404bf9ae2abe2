import type { ParsedMail } from 'mailparser';
import { beforeEach, describe, expect, it } from 'vitest';
import { markMissedCalls } from '../../server/call-requests/missed.ts';
import { addresses, recipients } from '../support/mailbox.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';
import { entryOf, mailTo, openDesk, sent } from './call-mails.ts';

const portal = usePortal();
let tenant: TestTenant;
let customer: Person;
let agents: Person[];
let admin: Person;
let slots: string[];

beforeEach(async () => {
  ({ tenant, customer, agents, admin, slots } = await openDesk(portal));
});

const htmlOf = ({ html }: ParsedMail) => (html || '').replaceAll(/\s+/g, ' ');

const assign = async (ticketId: string, agent: Person) =>
  agent.done('ticketUpdate', { id: ticketId, input: { assigneeId: agent.id } });

describe('a new call is sent to', () => {
  it('the customer, and the assignee of its ticket alone', async () => {
    const ticket = await customer.openTicket();
    await assign(ticket.id, agents[1]!);
    await sent(portal);
    await customer.requestCall({ ticketId: ticket.id });
    expect(recipients(await sent(portal))).toEqual(addresses(customer, agents[1]!));
  });

  it('the customer and all agents, where no one is assigned', async () => {
    await customer.requestCall();
    expect(recipients(await sent(portal))).toEqual(addresses(customer, ...agents));
  });

  it('the admins of a tenant that has no agents', async () => {
    const small = await portal.world.alwaysOpen();
    const [caller, owner] = [await small.customer(), await small.admin()];
    await caller.requestCall();
    expect(recipients(await sent(portal))).toEqual(addresses(caller, owner));
    expect(recipients(await sent(portal))).not.toContain(admin.email);
  });
});

describe('the email to staff', () => {
  it('has all that is needed to dial, as text and as HTML with a link to the number', async () => {
    const ticket = await customer.openTicket({ title: 'Router <img src=x>' });
    await sent(portal);
    await customer.requestCall({
      ticketId: ticket.id,
      scheduledAt: slots[0],
      reason: 'The <b>bill</b>',
      note: 'Ring twice.\nAsk for "the shop" & <script>alert(1)</script>',
    });
    const mail = mailTo(await sent(portal), agents[0]!);
    const time = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' }).format(new Date(slots[0]!));
    const [from, to] = [slots[0]!, slots[1]!].map((each) => each.slice(11, 16));
    expect(mail.subject).toContain(`[#${ticket.number}] Call: ${customer.name}, `);
    expect(mail.subject).toMatch(new RegExp(`, ${from} \\(UTC\\)$`));
    expect(mail.text).toContain(`Hello ${agents[0]!.name},\n\n${customer.name} booked a call.`);
    expect(mail.text).toContain(`When: ${time}, ${from}–${to} (Coordinated Universal Time, UTC)`);
    expect(mail.text).toContain('Phone: +8801712345678');
    expect(mail.text).toContain(`Customer: ${customer.name} <${customer.email}>`);
    expect(mail.text).toContain(`Ticket: #${ticket.number} Router <img src=x>`);
    expect(mail.text).toContain('About: The <b>bill</b>');
    expect(mail.text).toContain('> Ring twice.\n> Ask for "the shop" & <script>alert(1)</script>');
    expect(mail.text).toContain(`/tickets/${ticket.id}`);
    const html = htmlOf(mail);
    expect(html).toContain('<a href="tel:+8801712345678"');
    expect(html).toContain('The &lt;b&gt;bill&lt;/b&gt;');
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toContain('<script');
    expect(html).not.toContain('<img');
    expect(mail.references).toBe(`<ticket.${ticket.id}@portal.test>`);
  });

  it('about a call now and without a ticket says so, has no calendar file and links to the call', async () => {
    const { id } = await customer.requestCall();
    const mail = mailTo(await sent(portal), agents[0]!);
    expect(mail.subject).toBe(`Call: ${customer.name}, now`);
    expect(mail.text).toContain(`${customer.name} would like to be called now.`);
    expect(mail.text).toMatch(/When: as soon as possible, requested on .* \(Coordinated Universal Time, UTC\)/);
    expect(mail.text).not.toContain('Ticket:');
    expect(mail.text).toContain(`/calls/${id}`);
    expect(mail.attachments).toEqual([]);
  });
});

describe('the email to the customer', () => {
  it('has the time in their own zone, with the zone named', async () => {
    await customer.requestCall({ scheduledAt: slots[0] });
    const mail = mailTo(await sent(portal), customer);
    const local = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Asia/Dhaka' });
    expect(mail.text).toContain('Your call is booked.');
    expect(mail.text).toContain(
      `${local.formatRange(new Date(slots[0]!), new Date(slots[1]!))} (Bangladesh Standard Time, Asia/Dhaka)`,
    );
    expect(mail.text).not.toContain('Customer:');
  });

  it('is in Bengali for who reads Bengali, calendar and all', async () => {
    const reader = await tenant.customer({ locale: 'bn', timeZone: 'Asia/Dhaka' });
    await reader.requestCall({ scheduledAt: slots[0], reason: 'বিল' });
    const mail = mailTo(await sent(portal), reader);
    expect(mail.subject).toMatch(/^কল: .* \(Asia\/Dhaka\)$/);
    expect(mail.text).toContain('আপনার কল বুক হয়েছে।');
    expect(mail.text).toMatch(/সময়: .*[০-৯]{2}:[০-৯]{2}–[০-৯]{2}:[০-৯]{2} \(বাংলাদেশ মানক সময়, Asia\/Dhaka\)/);
    expect(mail.text).toContain('বিষয়: বিল');
    expect(mail.html).toContain('<html lang="bn">');
    expect(entryOf(mail)).toMatchObject({
      summary: expect.stringMatching(/^কল: /),
      description: expect.stringContaining('বিষয়: বিল'),
    });
  });
});

describe('both sides are sent what becomes of a call', () => {
  it('when the customer moves or cancels it', async () => {
    const { id } = await customer.requestCall({ scheduledAt: slots[0] });
    await sent(portal);
    await customer.done('callRequestReschedule', { id, input: { scheduledAt: slots[1] } });
    const moved = await sent(portal);
    expect(mailTo(moved, customer).text).toContain('Your call has a new time.');
    expect(mailTo(moved, agents[0]!).text).toContain(`${customer.name} chose another time for the call.`);
    await customer.done('callRequestCancel', { id });
    const cancelled = await sent(portal);
    expect(mailTo(cancelled, customer).text).toContain('Your call is cancelled. We won’t call you.');
    expect(mailTo(cancelled, agents[0]!).subject).toContain('Call cancelled: ');
    expect(mailTo(cancelled, agents[0]!).text).toContain(`${customer.name} cancelled the call`);
  });

  it('when staff reached no one, or agreed on another time', async () => {
    const { id } = await customer.requestCall({ scheduledAt: slots[0] });
    await sent(portal);
    await agents[0]!.done('callRequestComplete', { id, input: { outcome: 'NO_ANSWER' } });
    const missed = await sent(portal);
    expect(mailTo(missed, customer).text).toContain(`${agents[0]!.name} called you, but no one answered.`);
    expect(mailTo(missed, agents[1]!).text).toContain(
      `${agents[0]!.name} called ${customer.name}, but no one answered.`,
    );
    expect(entryOf(mailTo(missed, customer))).toBeNull();
    await agents[0]!.done('callRequestComplete', { id, input: { outcome: 'RESCHEDULED', scheduledAt: slots[1] } });
    const moved = await sent(portal);
    expect(mailTo(moved, agents[1]!).text).toContain(`${agents[0]!.name} agreed on a new time with ${customer.name}.`);
  });

  it('when no one noted anything for a day', async () => {
    const { id } = await customer.requestCall();
    await sent(portal);
    await portal.database.superuser.query(`update call_request set due_at = due_at - interval '2 days' where id = $1`, [
      id,
    ]);
    await markMissedCalls(portal.app.portal);
    const mails = await sent(portal);
    expect(mailTo(mails, customer).text).toContain('It looks like we didn’t call you. We’re sorry.');
    expect(mailTo(mails, agents[0]!).text).toContain(`No one noted within a day whether ${customer.name} was called`);
  });

  it('but not when they have just spoken', async () => {
    const { id } = await customer.requestCall();
    await sent(portal);
    await agents[0]!.done('callRequestComplete', { id, input: { outcome: 'REACHED' } });
    expect(await sent(portal)).toEqual([]);
  });
});
