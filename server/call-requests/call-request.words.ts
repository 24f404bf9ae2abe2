import type { Words } from '../users/locale.ts';
import { UserRole } from '../access/viewer.ts';
import { locales } from '#shared/locale.ts';
import type { UserRow } from '../users/user.entity.ts';
import type { Detail, MailFacts } from '../mail/emails.ts';
import { CallRequestStatus, type CallRequestRow } from './call-request.entity.ts';
import { isOpen } from './call-request.policy.ts';
import { tellTime, tellTimeShortly } from './call-time.ts';

const inEach = (tell: (locale: (typeof locales)[number]) => string): Words =>
  Object.fromEntries(locales.map((locale) => [locale, tell(locale)])) as Words;

export const isStaffMember = ({ role }: UserRow) => role !== UserRole.CUSTOMER;

/** When the call is, in the zone of its reader. */
function when({ scheduledAt, scheduledEndAt, dueAt }: CallRequestRow, { timeZone }: UserRow): Words {
  if (scheduledAt) return inEach((locale) => tellTime(locale, timeZone, scheduledAt, scheduledEndAt!));
  const asked = inEach((locale) => tellTime(locale, timeZone, dueAt));
  return { en: `as soon as possible, asked for on ${asked.en}`, bn: `যত তাড়াতাড়ি সম্ভব; চাওয়া হয়েছে ${asked.bn}` };
}

/** What the subject of a mail says: what has become of the call, whom it connects, and when. */
export function callSubject({ event, call, customer, tenant }: MailFacts, to: UserRow): Words {
  const { status, scheduledAt, dueAt } = call!;
  const party = isStaffMember(to) ? customer.name : tenant.name;
  const now = status === CallRequestStatus.REQUESTED;
  const time = inEach((locale) => tellTimeShortly(locale, to.timeZone, scheduledAt ?? dueAt));
  const is = subjects[event.type === 'CallRequestUpdated' ? status : event.type] ?? { en: 'Call', bn: 'কল' };
  return {
    en: `${is.en}: ${party}, ${now ? 'now' : time.en}`,
    bn: `${is.bn}: ${party}, ${now ? 'এখনই' : time.bn}`,
  };
}

const subjects: Record<string, Words> = {
  CallRequestDue: { en: 'Call soon', bn: 'শিগগিরই কল' },
  SCHEDULED: { en: 'New time for the call', bn: 'কলের নতুন সময়' },
  CANCELLED: { en: 'Call cancelled', bn: 'কল বাতিল' },
  MISSED: { en: 'Call missed', bn: 'কল হয়নি' },
};

/** Everything needed to dial, or to know when the telephone rings. */
export function callDetails({ call, customer, ticket }: MailFacts, to: UserRow): Detail[] {
  const { phone, reason } = call!;
  return [
    [{ en: 'When', bn: 'সময়' }, when(call!, to)],
    [{ en: 'Telephone', bn: 'ফোন' }, phone, `tel:${phone}`],
    ...(isStaffMember(to) ? [[{ en: 'Customer', bn: 'গ্রাহক' }, `${customer.name} <${customer.email}>`] as Detail] : []),
    ...(ticket ? [[{ en: 'Ticket', bn: 'টিকিট' }, `#${ticket.number} ${ticket.title}`] as Detail] : []),
    ...(reason ? [[{ en: 'About', bn: 'বিষয়' }, reason] as Detail] : []),
  ];
}

/** What has become of a call that was requested, moved, cancelled or missed. */
export function callUpdate({ event, customer, actor }: MailFacts, to: UserRow): Words {
  const staff = isStaffMember(to);
  const name = customer.name;
  const desk = actor && isStaffMember(actor) ? actor.name : null;
  if (event.statusTo === CallRequestStatus.CANCELLED)
    return staff
      ? { en: `${name} cancelled the call: there is nothing to do.`, bn: `${name} কলটি বাতিল করেছেন: আর কিছু করার নেই।` }
      : { en: 'Your call is cancelled. We will not call you.', bn: 'আপনার কলটি বাতিল হয়েছে। আমরা আপনাকে কল করব না।' };
  if (event.statusTo === CallRequestStatus.MISSED && desk)
    return staff
      ? { en: `${desk} called ${name}, and nobody answered.`, bn: `${desk} ${name}-কে কল করেছে, কেউ ধরেননি।` }
      : {
          en: `${desk} called you, and nobody answered. You can choose another time in the portal.`,
          bn: `${desk} আপনাকে কল করেছিল, কেউ ধরেননি। পোর্টালে আরেকটি সময় বেছে নিতে পারেন।`,
        };
  if (event.statusTo === CallRequestStatus.MISSED)
    return staff
      ? {
          en: `Nobody noted within a day whether ${name} was called: the call counts as missed.`,
          bn: `${name}-কে কল করা হয়েছে কি না, একদিনেও কেউ লেখেননি: কলটি হয়নি ধরা হলো।`,
        }
      : {
          en: 'It seems that we did not call you. We are sorry. You can choose another time in the portal.',
          bn: 'মনে হচ্ছে আমরা আপনাকে কল করিনি। আমরা দুঃখিত। পোর্টালে আরেকটি সময় বেছে নিতে পারেন।',
        };
  const first = event.statusFrom === CallRequestStatus.REQUESTED;
  if (!staff)
    return first
      ? { en: 'Your call has a time now.', bn: 'আপনার কলের সময় ঠিক হয়েছে।' }
      : { en: 'Your call has a new time.', bn: 'আপনার কলের সময় বদলেছে।' };
  return desk
    ? { en: `${desk} agreed on another time with ${name}.`, bn: `${desk} ${name}-এর সঙ্গে নতুন সময় ঠিক করেছে।` }
    : { en: `${name} chose another time for the call.`, bn: `${name} কলের জন্য অন্য সময় বেছে নিয়েছেন।` };
}

/** Nothing is left to say of an event when the call has gone on since: a reminder after a cancel, say. */
export function isMoot({ event, call }: MailFacts): boolean {
  if (event.type === 'CallRequestUpdated') return call!.status !== event.statusTo;
  if (event.type === 'CallRequestDue')
    return call!.status !== CallRequestStatus.SCHEDULED || call!.scheduledAt! <= new Date();
  return !isOpen(call!);
}
