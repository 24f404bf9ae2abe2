import type { DemoCall, DemoHours } from './content.ts';

/** Sunday to Thursday, and Saturday mornings. */
export const shurjoHours: DemoHours = {
  week: [
    ...(['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY'] as const).map((weekday) => ({
      weekday,
      opensAt: '09:00',
      closesAt: '18:00',
    })),
    { weekday: 'SATURDAY', opensAt: '10:00', closesAt: '14:00' },
  ],
  slotMinutes: 20,
  slotCapacity: 1,
};

export const shurjoCalls: DemoCall[] = [
  {
    customer: 'farm',
    ticket: 'Inverter shows error 07 and switches off at noon',
    status: 'SCHEDULED',
    at: '24h',
    slot: 2,
    reason: 'When the fan is changed',
    note: 'In the morning somebody is always in the house, in the afternoon we are with the hens.',
  },
  {
    customer: 'farm',
    ticket: 'Four more panels on the feed store',
    status: 'COMPLETED',
    at: '11d 17:10',
    bookedFor: '10d 10:00',
    reason: 'How old the roof is',
    outcome: { by: 'installation', at: '10d 10:12' },
  },
  {
    customer: 'house12',
    ticket: 'Leak below the mounting rail',
    status: 'MISSED',
    at: '6d 08:40',
    outcome: { by: 'installation', at: '6d 08:55' },
  },
  {
    customer: 'teastall',
    status: 'CANCELLED',
    at: '9d 11:00',
    bookedFor: '8d 12:00',
    reason: 'ব্যাটারির দাম',
    endedAt: '9d 16:45',
  },
];
