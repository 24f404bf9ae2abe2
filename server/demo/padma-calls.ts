import type { DemoCall, DemoHours } from './content.ts';

/** Every day but Friday, with a break at noon. */
export const padmaHours: DemoHours = {
  week: (['SATURDAY', 'SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY'] as const).flatMap((weekday) => [
    { weekday, opensAt: '09:00', closesAt: '13:00' },
    { weekday, opensAt: '14:00', closesAt: '20:00' },
  ]),
  slotMinutes: 30,
  slotCapacity: 2,
};

export const padmaCalls: DemoCall[] = [
  {
    customer: 'bookshop',
    ticket: 'Moving the shop two houses down: please move the line too',
    status: 'SCHEDULED',
    at: '5h',
    slot: 4,
    reason: 'Which morning the team can come',
    note: 'The new room has no bell yet. If nobody answers, please let it ring a little longer: we may be carrying shelves.',
  },
  {
    customer: 'bookshop',
    ticket: 'Line dead after road works',
    status: 'COMPLETED',
    at: '19d 09:00',
    reason: 'Where exactly they are digging',
    outcome: { by: 'technical', at: '19d 09:06' },
  },
  {
    customer: 'bookshop',
    status: 'CANCELLED',
    at: '15d 10:10',
    bookedFor: '13d 11:00',
    reason: 'Prices of a second line',
    endedAt: '14d 18:30',
  },
  {
    customer: 'clinic',
    status: 'REQUESTED',
    at: '12m',
    reason: 'Video consultations stutter',
    note: 'Reception answers. Please ask for the room with the blue door.',
  },
  {
    customer: 'flat4b',
    status: 'SCHEDULED',
    at: '26h',
    slot: 9,
    phone: '+8801000000004',
    reason: 'নতুন প্যাকেজ',
    note: 'সন্ধ্যার আগে কল করলে ভালো হয়।',
  },
  {
    customer: 'school',
    status: 'MISSED',
    at: '6d 12:20',
    bookedFor: '4d 10:30',
    reason: 'Filters for the computer room',
    outcome: { by: 'technical', at: '4d 10:34' },
  },
];
