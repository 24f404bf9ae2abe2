import ICAL from 'ical.js';
import type { ParsedMail } from 'mailparser';
import { expect } from 'vitest';
import { addressOf } from '../support/mailbox.ts';
import type { TestPortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

/** A tenant that answers the telephone at any time, and its people. */
export interface CallDesk {
  tenant: TestTenant;
  customer: Person;
  agents: Person[];
  admin: Person;
  /** When the slots after a noon in Dhaka begin, of tomorrow at the earliest: none of the first is over midnight, whatever time it is. */
  slots: string[];
}

/** A desk of its own, with no mail still to come. */
export async function openDesk(portal: TestPortal): Promise<CallDesk> {
  await portal.settle();
  portal.mailbox.refusing = false;
  const tenant = await portal.world.alwaysOpen();
  const customer = await tenant.customer({ timeZone: 'Asia/Dhaka' });
  const agents = [await tenant.agent(), await tenant.agent()];
  const admin = await tenant.admin();
  const begins = [...(await customer.slots()), ...(await customer.slots(2))].map(({ startsAt }) => startsAt);
  const slots = begins.slice(begins.findIndex((startsAt) => startsAt.includes('T06:00')));
  portal.mailbox.mails.length = 0;
  return { tenant, customer, agents, admin, slots };
}

/** The mails sent since the last look. */
export async function sent(portal: TestPortal): Promise<ParsedMail[]> {
  await portal.settle();
  return portal.mailbox.mails.splice(0);
}

export const mailTo = (mails: ParsedMail[], person: Person) => mails.find((mail) => addressOf(mail) === person.email)!;

/** The call in the calendar file of a mail, as an independent parser reads it; null where there is none. */
export function entryOf(mail: ParsedMail) {
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
