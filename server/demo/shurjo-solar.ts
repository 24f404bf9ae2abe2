import type { DemoTenant } from './content.ts';
import { shurjoArticlesInBengali } from './shurjo-articles-bengali.ts';
import { shurjoArticles } from './shurjo-articles.ts';
import { shurjoCalls, shurjoHours } from './shurjo-calls.ts';
import { farmTickets, houseTickets } from './shurjo-farm-and-house.ts';
import { tailoringTickets, teaStallTickets } from './shurjo-shops.ts';

/** A firm that sells and maintains solar systems. */
export const shurjoSolar: DemoTenant = {
  slug: 'shurjo',
  name: 'Shurjo Solar',
  staff: [
    { login: 'service', name: 'Service desk', role: 'AGENT' },
    { login: 'installation', name: 'Installation desk', role: 'AGENT' },
    { login: 'admin', name: 'Support office', role: 'ADMIN' },
  ],
  categories: [
    { en: 'Battery', bn: 'ব্যাটারি' },
    { en: 'Inverter', bn: 'ইনভার্টার' },
    { en: 'Panels and roof', bn: 'প্যানেল ও ছাদ' },
    { en: 'Meter and app', bn: 'মিটার ও অ্যাপ' },
    { en: 'Extension', bn: 'সংযোজন' },
    { en: 'Yearly check', bn: 'বার্ষিক পরীক্ষা' },
    { en: 'Instalments and bills', bn: 'কিস্তি ও বিল' },
  ],
  teams: [
    { name: 'Repairs', members: ['service', 'admin'] },
    { name: 'Roofs and panels', members: ['installation'] },
  ],
  customers: [
    {
      login: 'farm',
      name: 'Hilltop Poultry Farm',
      phone: '+8801000000011',
      locale: 'en',
      since: '290d 12:00',
      tickets: farmTickets,
    },
    {
      login: 'teastall',
      name: 'Ferry Ghat Tea Stall',
      phone: '+8801000000012',
      locale: 'bn',
      since: '205d 16:30',
      tickets: teaStallTickets,
    },
    {
      login: 'tailoring',
      name: 'Bazar Road Tailoring',
      phone: null,
      locale: 'en',
      since: '160d 10:45',
      tickets: tailoringTickets,
    },
    {
      login: 'house12',
      name: 'House 12, Canal Side',
      phone: '+8801000000014',
      locale: 'en',
      since: '75d 17:20',
      tickets: houseTickets,
    },
  ],
  articles: [...shurjoArticles, ...shurjoArticlesInBengali],
  hours: shurjoHours,
  calls: shurjoCalls,
  ticketFields: [],
};
