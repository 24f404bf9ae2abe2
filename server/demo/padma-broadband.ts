import type { DemoTenant } from './content.ts';
import { padmaArticlesInBengali } from './padma-articles-bengali.ts';
import { padmaArticles } from './padma-articles.ts';
import { padmaCalls, padmaHours } from './padma-calls.ts';
import { solvedBookshopTickets } from './padma-bookshop-solved.ts';
import { bookshopTickets } from './padma-bookshop.ts';
import { clinicTickets, flatTickets, schoolTickets } from './padma-customers.ts';
import { lineDiary } from './padma-line-diary.ts';
import { padmaTicketFields } from './padma-ticket-fields.ts';

/** An internet provider. */
export const padmaBroadband: DemoTenant = {
  slug: 'padma',
  name: 'Padma Broadband',
  staff: [
    { login: 'technical', name: 'Technical desk', role: 'AGENT' },
    { login: 'billing', name: 'Billing desk', role: 'AGENT' },
    { login: 'admin', name: 'Support office', role: 'ADMIN' },
  ],
  categories: [
    { en: 'No connection', bn: 'সংযোগ নেই' },
    { en: 'Plan and speed', bn: 'প্যাকেজ ও গতি' },
    { en: 'Router and Wi-Fi', bn: 'রাউটার ও ওয়াই-ফাই' },
    { en: 'Bills and payment', bn: 'বিল ও পেমেন্ট' },
    { en: 'Moving the line', bn: 'সংযোগ স্থানান্তর' },
    { en: 'Fixed IP and VPN', bn: 'ফিক্সড আইপি ও ভিপিএন' },
    { en: 'Telephone', bn: 'টেলিফোন' },
    { en: 'School filter', bn: 'স্কুলের ফিল্টার', archived: true },
  ],
  teams: [
    { name: 'Lines and Wi-Fi', members: ['technical', 'admin'] },
    { name: 'Bills and plans', members: ['billing'] },
  ],
  // no operator in Bangladesh uses numbers that begin with 010
  customers: [
    {
      login: 'bookshop',
      name: 'Corner Bookshop',
      phone: '+8801000000001',
      locale: 'en',
      since: '380d 11:20',
      tickets: [lineDiary, ...bookshopTickets, ...solvedBookshopTickets],
    },
    {
      login: 'clinic',
      name: 'Lakeside Clinic',
      phone: '+8801000000002',
      locale: 'en',
      since: '341d 15:05',
      tickets: clinicTickets,
    },
    {
      login: 'flat4b',
      name: 'Flat 4B, Green Road',
      phone: null,
      locale: 'bn',
      since: '190d 18:40',
      tickets: flatTickets,
    },
    {
      login: 'school',
      name: 'Riverside Primary School',
      phone: '+8801000000003',
      locale: 'en',
      since: '122d 10:10',
      tickets: schoolTickets,
    },
  ],
  articles: [...padmaArticles, ...padmaArticlesInBengali],
  hours: padmaHours,
  calls: padmaCalls,
  ticketFields: padmaTicketFields,
};
