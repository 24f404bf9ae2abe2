import { beforeEach, describe, expect, it } from 'vitest';
import { addresses, recipients } from '../support/mailbox.ts';
import { usePortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';
import { entryOf, mailTo, openDesk, sent } from './call-mails.ts';

const portal = usePortal();
let customer: Person;
let agents: Person[];
let slots: string[];

beforeEach(async () => {
  ({ customer, agents, slots } = await openDesk(portal));
});

describe('the calendar file', () => {
  it('has time, number and both sides, in the words of each reader', async () => {
    const named = await portal.world.alwaysOpen({}, { name: 'Padma; "Broad", Band\\' });
    const [caller, desk] = [await named.customer({ name: 'Shop: "A", B; C' }), await named.agent()];
    const note = 'Ring twice;\nask for "us", please \\o/ — আমরা।';
    const call = await caller.requestCall({ scheduledAt: slots[3], note });
    const mails = await sent(portal);
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

  it('keeps its UID, increases its sequence with each new time, whoever chose it, and removes the call in the end', async () => {
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
      const mails = await sent(portal);
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

  it('comes with the first slot of a call requested for now, and never if that is cancelled before', async () => {
    const first = await customer.requestCall();
    await sent(portal);
    await customer.done('callRequestReschedule', { id: first.id, input: { scheduledAt: slots[0] } });
    const booked = await sent(portal);
    expect(entryOf(mailTo(booked, customer))).toMatchObject({ method: 'REQUEST', startsAt: slots[0] });
    expect(mailTo(booked, customer).text).toContain('Your call now has a time.');
    const second = await customer.requestCall();
    await sent(portal);
    await customer.done('callRequestCancel', { id: second.id });
    const cancelled = await sent(portal);
    expect(recipients(cancelled)).toEqual(addresses(customer, ...agents));
    expect(cancelled.map(entryOf)).toEqual([null, null, null]);
  });
});
