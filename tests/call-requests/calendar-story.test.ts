import { describe, expect, it } from 'vitest';
import { addressOf } from '../support/mailbox.ts';
import { usePortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';
import { entryOf, openDesk, sent } from './call-mails.ts';

const portal = usePortal();

/** The calendars of all people, kept as calendar programs do: what comes with a lower SEQUENCE is of no account. */
class Calendars {
  private readonly entries = new Map<string, Map<string, { sequence: number; startsAt: string | null }>>();

  async receive(): Promise<number> {
    const mails = await sent(portal);
    for (const mail of mails) {
      const entry = entryOf(mail);
      if (!entry) continue;
      const own = this.entries.get(addressOf(mail)) ?? new Map();
      this.entries.set(addressOf(mail), own);
      const known = own.get(entry.uid);
      expect(entry.sequence, 'SEQUENCE never falls').toBeGreaterThanOrEqual(known?.sequence ?? 0);
      expect(entry.status).toBe(entry.method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED');
      own.set(entry.uid, { sequence: entry.sequence, startsAt: entry.method === 'CANCEL' ? null : entry.startsAt });
    }
    return mails.length;
  }

  /** When somebody's calendar says they have a call. */
  of({ email }: Person): string[] {
    return [...(this.entries.get(email)?.values() ?? [])].flatMap(({ startsAt }) => startsAt ?? []);
  }
}

const assign = (by: Person, id: string, to: Person | null) =>
  by.done('ticketUpdate', { id, input: { assigneeId: to?.id ?? null } });

describe('the calendars of those who make and take a call', () => {
  it('have one entry, with the right person and at the right time, whoever gets the ticket meanwhile', async () => {
    const desk = await openDesk(portal);
    const { customer, agents, admin, slots } = desk;
    const [first, second] = agents as [Person, Person];
    const calendars = new Calendars();
    const { id } = await customer.openTicket();
    await assign(admin, id, first);
    const [at, later] = slots as [string, string];
    const shows = async (expected: { first: string[]; second: string[]; customer: string[] }) => {
      await calendars.receive();
      expect({
        first: calendars.of(first),
        second: calendars.of(second),
        customer: calendars.of(customer),
        admin: calendars.of(admin),
      }).toEqual({ ...expected, admin: [] });
    };

    const call = await customer.requestCall({ ticketId: id, scheduledAt: at });
    await shows({ first: [at], second: [], customer: [at] });
    await assign(admin, id, second);
    await shows({ first: [], second: [at], customer: [at] });
    // taken over by oneself
    await assign(first, id, first);
    await shows({ first: [at], second: [], customer: [at] });
    await customer.done('callRequestReschedule', { id: call.id, input: { scheduledAt: later } });
    await shows({ first: [later], second: [], customer: [later] });
    await assign(second, id, second);
    await shows({ first: [], second: [later], customer: [later] });
    await assign(admin, id, null);
    await shows({ first: [later], second: [later], customer: [later] });
    await assign(admin, id, first);
    await shows({ first: [later], second: [], customer: [later] });
    await customer.done('callRequestCancel', { id: call.id });
    await shows({ first: [], second: [], customer: [] });
    await assign(admin, id, second);
    await shows({ first: [], second: [], customer: [] });
  });

  it('are right when the call changes hands before the email about it was sent', async () => {
    const desk = await openDesk(portal);
    const { customer, agents, admin, slots } = desk;
    const [first, second] = agents as [Person, Person];
    const calendars = new Calendars();
    const { id } = await customer.openTicket();
    await assign(admin, id, first);
    await customer.requestCall({ ticketId: id, scheduledAt: slots[0] });
    await assign(admin, id, second);
    await calendars.receive();
    expect([calendars.of(first), calendars.of(second)]).toEqual([[], [slots[0]]]);
  });

  it('have nothing of a call as soon as possible, of which the agents are told all the same when it changes hands', async () => {
    const { customer, agents, admin } = await openDesk(portal);
    const [first, second] = agents as [Person, Person];
    const { id } = await customer.openTicket();
    await assign(admin, id, first);
    await customer.requestCall({ ticketId: id });
    await sent(portal);
    await assign(admin, id, second);
    const mails = await sent(portal);
    expect(mails.map((mail) => entryOf(mail))).toEqual(mails.map(() => null));
    const about = (person: Person, subject: string) =>
      mails.filter((mail) => addressOf(mail) === person.email && mail.subject!.includes(subject));
    expect(about(first, 'No longer your call')).toHaveLength(1);
    expect(about(second, 'Your call now')).toHaveLength(1);
  });

  it('say to the former agent that somebody else makes the call, and to the new one that it is theirs', async () => {
    const desk = await openDesk(portal);
    const { customer, agents, admin, slots } = desk;
    const [first, second] = agents as [Person, Person];
    const { id } = await customer.openTicket();
    await assign(admin, id, first);
    await customer.requestCall({ ticketId: id, scheduledAt: slots[0] });
    await sent(portal);
    await assign(admin, id, second);
    const mails = await sent(portal);
    const subjects = (person: Person) =>
      mails.filter((mail) => addressOf(mail) === person.email).map(({ subject }) => subject);
    expect(subjects(first)).toMatchObject([expect.stringContaining('No longer your call')]);
    expect(subjects(second).toSorted()).toMatchObject([
      expect.stringContaining('No light on the modem'),
      expect.stringContaining('Your call now'),
    ]);
    expect(subjects(customer)).toEqual([]);
  });
});
