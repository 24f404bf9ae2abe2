import ICAL from 'ical.js';
import type { ParsedMail } from 'mailparser';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { markMissedCalls } from '../../server/call-requests/missed.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

let portal: TestPortal;
let tenant: TestTenant;
let customer: Person;
let agents: Person[];
let admin: Person;
let slots: string[];

beforeAll(async () => {
  portal = await startPortal();
});

beforeEach(async () => {
  await portal.settle();
  portal.mailbox.refusing = false;
  tenant = await portal.world.alwaysOpen();
  customer = await tenant.customer({ timeZone: 'Asia/Dhaka' });
  agents = [await tenant.agent(), await tenant.agent()];
  admin = await tenant.admin();
  slots = (await customer.slots()).map(({ startsAt }) => startsAt);
  portal.mailbox.mails.length = 0;
});

afterAll(() => portal.stop());

/** The mails sent since the last look. */
async function sent(): Promise<ParsedMail[]> {
  await portal.settle();
  return portal.mailbox.mails.splice(0);
}

const addressOf = ({ to }: ParsedMail) => [to!].flat()[0]!.value[0]!.address!;
const recipients = (mails: ParsedMail[]) => mails.map(addressOf).toSorted();
const addresses = (...people: Person[]) => people.map(({ email }) => email).toSorted();
const mailTo = (mails: ParsedMail[], person: Person) => mails.find((mail) => addressOf(mail) === person.email)!;
const htmlOf = ({ html }: ParsedMail) => (html || '').replaceAll(/\s+/g, ' ');

/** The call in the calendar file of a mail, as an independent parser reads it; null where there is none. */
function entryOf(mail: ParsedMail) {
  const file = mail.attachments.find(({ filename }) => filename === 'call.ics');
  if (!file) return null;
  const text = file.content.toString('utf8');
  // what a calendar takes from within the mail, and what a person saves, are the same
  const part = mail.attachments.find(({ contentType }) => contentType === 'text/calendar')!;
  expect(part.content.toString('utf8')).toBe(text);
  // what that parser forgives others do not: a quoted name ends at the next quotation mark
  expect(text.replaceAll('\r\n ', '')).not.toMatch(/CN="[^"]*"[^;:]/);
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar
    .getAllSubcomponents('vevent')
    .map((event) => new ICAL.Event(event, { strictExceptions: true }));
  expect(events).toHaveLength(1);
  const [event] = events as [ICAL.Event];
  return {
    method: calendar.getFirstPropertyValue('method'),
    status: event.component.getFirstPropertyValue('status'),
    uid: event.uid,
    sequence: event.sequence,
    startsAt: event.startDate.toJSDate().toISOString(),
    endsAt: event.endDate.toJSDate().toISOString(),
    summary: event.summary,
    description: event.description,
    location: event.location,
    organizer: event.component.getFirstProperty('organizer')!.toJSON(),
    attendees: event.attendees.map((attendee) => attendee.toJSON()),
  };
}

const untilReminders = () =>
  portal.database.superuser.query(
    `update graphile_worker._private_jobs set run_at = now()
     where key like 'remindOfCall/%' and payload ->> 'tenantId' = $1`,
    [tenant.id],
  );

const assign = async (ticketId: string, agent: Person) =>
  agent.done('ticketUpdate', { id: ticketId, input: { assigneeId: agent.id } });

describe('a new call is told', () => {
  it('the customer, and the assignee of its ticket alone', async () => {
    const ticket = await customer.openTicket();
    await assign(ticket.id, agents[1]!);
    await sent();
    await customer.requestCall({ ticketId: ticket.id });
    expect(recipients(await sent())).toEqual(addresses(customer, agents[1]!));
  });

  it('the customer and all agents, where nobody looks after it', async () => {
    await customer.requestCall();
    expect(recipients(await sent())).toEqual(addresses(customer, ...agents));
  });

  it('the admins of a tenant that has no agents', async () => {
    const small = await portal.world.alwaysOpen();
    const [caller, owner] = [await small.customer(), await small.admin()];
    await caller.requestCall();
    expect(recipients(await sent())).toEqual(addresses(caller, owner));
    expect(recipients(await sent())).not.toContain(admin.email);
  });
});

describe('the mail to staff', () => {
  it('has all that is needed to dial, as text and as HTML with a link to the number', async () => {
    const ticket = await customer.openTicket({ title: 'Router <img src=x>' });
    await sent();
    await customer.requestCall({
      ticketId: ticket.id,
      scheduledAt: slots[0],
      reason: 'The <b>bill</b>',
      note: 'Ring twice.\nAsk for "the shop" & <script>alert(1)</script>',
    });
    const mail = mailTo(await sent(), agents[0]!);
    const time = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' }).format(new Date(slots[0]!));
    const [from, to] = [slots[0]!, slots[1]!].map((each) => each.slice(11, 16));
    expect(mail.subject).toContain(`[#${ticket.number}] Call: ${customer.name}, `);
    expect(mail.subject).toMatch(new RegExp(`, ${from} \\(UTC\\)$`));
    expect(mail.text).toContain(`Hello ${agents[0]!.name},\n\n${customer.name} booked a call.`);
    expect(mail.text).toContain(`When: ${time}, ${from}–${to} (Coordinated Universal Time, UTC)`);
    expect(mail.text).toContain('Telephone: +8801712345678');
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
    const mail = mailTo(await sent(), agents[0]!);
    expect(mail.subject).toBe(`Call: ${customer.name}, now`);
    expect(mail.text).toContain(`${customer.name} wants to be called now.`);
    expect(mail.text).toMatch(/When: as soon as possible, asked for on .* \(Coordinated Universal Time, UTC\)/);
    expect(mail.text).not.toContain('Ticket:');
    expect(mail.text).toContain(`/calls/${id}`);
    expect(mail.attachments).toEqual([]);
  });
});

describe('the mail to the customer', () => {
  it('tells the time in their own zone, with the zone named', async () => {
    await customer.requestCall({ scheduledAt: slots[0] });
    const mail = mailTo(await sent(), customer);
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
    const mail = mailTo(await sent(), reader);
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

describe('the calendar file', () => {
  it('holds the time, the number and both sides, for each reader their own', async () => {
    const named = await portal.world.alwaysOpen({ name: 'Padma; "Broad", Band\\' });
    const [caller, desk] = [await named.customer({ name: 'Shop: "A", B; C' }), await named.agent()];
    const note = 'Ring twice;\nask for "us", please \\o/ — আমরা।';
    const call = await caller.requestCall({ scheduledAt: slots[3], note });
    const mails = await sent();
    for (const [person, party] of [
      [caller, 'Padma; "Broad", Band\\'],
      [desk, 'Shop: "A", B; C'],
    ] as const) {
      const entry = entryOf(mailTo(mails, person))!;
      expect(entry).toMatchObject({
        method: 'REQUEST',
        status: 'CONFIRMED',
        uid: `call.${call.id}@portal.test`,
        sequence: 0,
        startsAt: slots[3],
        endsAt: slots[4],
        summary: `Call: ${party}`,
        location: '+8801712345678',
        organizer: ['organizer', { cn: 'Padma; ’Broad’, Band\\' }, 'cal-address', 'mailto:help@shohayota.localhost'],
      });
      expect(entry.description).toContain(note);
      expect(entry.description).toContain(`/calls/${call.id}`);
      expect(entry.attendees).toEqual([
        [
          'attendee',
          expect.objectContaining({ cn: person.name.replaceAll('"', '’'), partstat: 'ACCEPTED', rsvp: 'FALSE' }),
          'cal-address',
          `MAILTO:${person.email}`,
        ],
      ]);
    }
  });

  it('keeps its UID and raises its sequence with each new time, whoever chose it, and takes the call out in the end', async () => {
    const { id } = await customer.requestCall({ scheduledAt: slots[0] });
    const steps = [
      () => Promise.resolve(),
      () => customer.done('callRequestReschedule', { id, input: { scheduledAt: slots[1] } }),
      () => agents[0]!.done('callRequestComplete', { id, input: { outcome: 'RESCHEDULED', scheduledAt: slots[2] } }),
      () => customer.done('callRequestCancel', { id }),
    ];
    const told = [];
    for (const step of steps) {
      await step();
      const mails = await sent();
      expect(recipients(mails)).toEqual(addresses(customer, ...agents));
      const entries = mails.map((mail) => entryOf(mail)!);
      const same = new Set(
        entries.map(({ uid, sequence, startsAt, method }) => [uid, sequence, startsAt, method].join()),
      );
      expect(same.size).toBe(1);
      told.push(entries[0]!);
    }
    expect(new Set(told.map(({ uid }) => uid))).toEqual(new Set([`call.${id}@portal.test`]));
    expect(told.map(({ method, status, sequence, startsAt }) => [method, status, sequence, startsAt])).toEqual([
      ['REQUEST', 'CONFIRMED', 0, slots[0]],
      ['REQUEST', 'CONFIRMED', 1, slots[1]],
      ['REQUEST', 'CONFIRMED', 2, slots[2]],
      ['CANCEL', 'CANCELLED', 3, slots[2]],
    ]);
  });

  it('comes with the first time of a call that was wanted now, and never where it is cancelled before', async () => {
    const first = await customer.requestCall();
    await sent();
    await customer.done('callRequestReschedule', { id: first.id, input: { scheduledAt: slots[0] } });
    const booked = await sent();
    expect(entryOf(mailTo(booked, customer))).toMatchObject({ method: 'REQUEST', startsAt: slots[0] });
    expect(mailTo(booked, customer).text).toContain('Your call has a time now.');
    const second = await customer.requestCall();
    await sent();
    await customer.done('callRequestCancel', { id: second.id });
    const cancelled = await sent();
    expect(recipients(cancelled)).toEqual(addresses(customer, ...agents));
    expect(cancelled.map(entryOf)).toEqual([null, null, null]);
  });
});

describe('what becomes of a call is told both sides', () => {
  it('when the customer moves or cancels it', async () => {
    const { id } = await customer.requestCall({ scheduledAt: slots[0] });
    await sent();
    await customer.done('callRequestReschedule', { id, input: { scheduledAt: slots[1] } });
    const moved = await sent();
    expect(mailTo(moved, customer).text).toContain('Your call has a new time.');
    expect(mailTo(moved, agents[0]!).text).toContain(`${customer.name} chose another time for the call.`);
    await customer.done('callRequestCancel', { id });
    const cancelled = await sent();
    expect(mailTo(cancelled, customer).text).toContain('Your call is cancelled. We will not call you.');
    expect(mailTo(cancelled, agents[0]!).subject).toContain('Call cancelled: ');
    expect(mailTo(cancelled, agents[0]!).text).toContain(`${customer.name} cancelled the call`);
  });

  it('when staff reached nobody, or agreed on another time', async () => {
    const { id } = await customer.requestCall({ scheduledAt: slots[0] });
    await sent();
    await agents[0]!.done('callRequestComplete', { id, input: { outcome: 'NO_ANSWER' } });
    const missed = await sent();
    expect(mailTo(missed, customer).text).toContain(`${agents[0]!.name} called you, and nobody answered.`);
    expect(mailTo(missed, agents[1]!).text).toContain(
      `${agents[0]!.name} called ${customer.name}, and nobody answered.`,
    );
    expect(entryOf(mailTo(missed, customer))).toBeNull();
    await agents[0]!.done('callRequestComplete', { id, input: { outcome: 'RESCHEDULED', scheduledAt: slots[1] } });
    const moved = await sent();
    expect(mailTo(moved, agents[1]!).text).toContain(
      `${agents[0]!.name} agreed on another time with ${customer.name}.`,
    );
  });

  it('when nobody noted anything for a day', async () => {
    const { id } = await customer.requestCall();
    await sent();
    await portal.database.superuser.query(`update call_request set due_at = due_at - interval '2 days' where id = $1`, [
      id,
    ]);
    await markMissedCalls(portal.app.portal, null);
    const mails = await sent();
    expect(mailTo(mails, customer).text).toContain('It seems that we did not call you. We are sorry.');
    expect(mailTo(mails, agents[0]!).text).toContain(`Nobody noted within a day whether ${customer.name} was called`);
  });

  it('but not when they have just spoken', async () => {
    const { id } = await customer.requestCall();
    await sent();
    await agents[0]!.done('callRequestComplete', { id, input: { outcome: 'REACHED' } });
    expect(await sent()).toEqual([]);
  });
});

describe('a reminder', () => {
  it('goes to both sides before the time, without another calendar file', async () => {
    await customer.requestCall({ scheduledAt: slots[0] });
    await sent();
    await untilReminders();
    const mails = await sent();
    expect(recipients(mails)).toEqual(addresses(customer, ...agents));
    expect(mailTo(mails, customer).text).toContain('We call you soon.');
    expect(mailTo(mails, agents[0]!).text).toContain(`The call to ${customer.name} is due soon.`);
    expect(mailTo(mails, agents[0]!).text).toContain('Telephone: +8801712345678');
    expect(mails.flatMap(({ attachments }) => attachments)).toEqual([]);
  });
});

describe('a reminder and whoever works on the ticket of its call', () => {
  it('never wait for each other: who has the ticket can write on it', async () => {
    const ticket = await customer.openTicket();
    await customer.requestCall({ ticketId: ticket.id, scheduledAt: slots[0] });
    await sent();
    await untilReminders();
    const { superuser } = portal.database;
    onTestFinished(async () => void (await superuser.query('rollback')));
    await superuser.query('begin');
    await superuser.query('select from ticket where id = $1 for update', [ticket.id]);
    const reminding = portal.settle();
    await vi.waitFor(async () => {
      const { rows } = await superuser.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      expect(rows).not.toEqual([]);
    });
    await superuser.query('select from tenant_counter where tenant_id = $1 for update nowait', [tenant.id]);
    await superuser.query('commit');
    await reminding;
    expect(recipients(await sent())).toEqual(addresses(customer, ...agents));
  });
});

describe('after a cancel there is silence', () => {
  it('of the reminder', async () => {
    const { id } = await customer.requestCall({ scheduledAt: slots[0] });
    await customer.done('callRequestCancel', { id });
    await sent();
    await untilReminders();
    expect(await sent()).toEqual([]);
  });

  it('of all that was owed before it and could not be sent: only the cancel itself is told', async () => {
    portal.mailbox.refusing = true;
    const { id } = await customer.requestCall({ scheduledAt: slots[0] });
    await customer.done('callRequestReschedule', { id, input: { scheduledAt: slots[1] } });
    await untilReminders();
    expect(await sent()).toEqual([]);
    await customer.done('callRequestCancel', { id });
    portal.mailbox.refusing = false;
    await portal.database.superuser.query(
      `update graphile_worker._private_jobs set run_at = now() where payload ->> 'tenantId' = $1`,
      [tenant.id],
    );
    const mails = await sent();
    expect(recipients(mails)).toEqual(addresses(customer, ...agents));
    for (const mail of mails) expect(entryOf(mail)).toMatchObject({ method: 'CANCEL', sequence: 2 });
    const { rows } = await portal.database.superuser.query(
      'select count(*)::int as owed from mail_delivery where sent_at is null',
    );
    expect(rows).toEqual([{ owed: 0 }]);
  });
});
