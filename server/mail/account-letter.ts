import type { EntityManager } from '@mikro-orm/postgresql';
import { AccountLinkRow } from '../account-links/account-link.entity.ts';
import { makeLinkToken } from '../account-links/link-token.ts';
import type { Locale } from '#shared/locale.ts';
import type { Words } from '../users/locale.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { tenantUrl } from '../tenants/tenant.service.ts';
import { UserRow } from '../users/user.entity.ts';
import type { Portal } from '../portal.ts';
import type { MailDelivery } from './delivery.entity.ts';
import type { Letter } from './render.ts';

export type AccountMail = 'PASSWORD_RESET' | 'INVITATION' | 'PASSWORD_CHANGED';

/** What one mail about an account says, and which page of the portal it leads to. */
interface AccountEmail {
  subject: (tenant: Tenant) => Words;
  says: (tenant: Tenant) => Words;
  /** What the moment below is: that of the mail, or the end of its link. */
  moment: Words;
  invites: Words;
  page: string;
}

/** All mails about accounts. What makes a link secret is put in here and nowhere else, behind the `#` that stays in the browser. */
const accountEmails: Record<AccountMail, AccountEmail> = {
  PASSWORD_RESET: {
    subject: ({ name }) => ({ en: `Choose a new password for ${name}`, bn: `${name}: নতুন পাসওয়ার্ড বেছে নিন` }),
    says: ({ name }) => ({
      en: `Somebody, hopefully you, asked for a new password for your account with ${name}. The link below can be used once. If it was not you, there is nothing to do: your password stays as it is.`,
      bn: `${name}-এ আপনার অ্যাকাউন্টের জন্য নতুন পাসওয়ার্ড চাওয়া হয়েছে। নিচের লিংকটি একবারই ব্যবহার করা যাবে। আপনি না চেয়ে থাকলে কিছু করতে হবে না; আপনার পাসওয়ার্ড আগের মতোই থাকবে।`,
    }),
    moment: { en: 'The link is good until', bn: 'লিংকের মেয়াদ' },
    invites: { en: 'Choose a new password', bn: 'নতুন পাসওয়ার্ড বেছে নিন' },
    page: '/reset-password',
  },
  INVITATION: {
    subject: ({ name }) => ({ en: `${name} invites you to its help portal`, bn: `${name}-এর সহায়তা পোর্টালে আমন্ত্রণ` }),
    says: ({ name }) => ({
      en: `${name} has opened an account for you in its help portal: there you ask for help and follow the answers. Choose a password to begin; the link below can be used once.`,
      bn: `${name} তাদের সহায়তা পোর্টালে আপনার জন্য একটি অ্যাকাউন্ট খুলেছে; সেখানে আপনি সহায়তা চাইতে ও উত্তর দেখতে পারবেন। শুরু করতে একটি পাসওয়ার্ড বেছে নিন; নিচের লিংকটি একবারই ব্যবহার করা যাবে।`,
    }),
    moment: { en: 'The link is good until', bn: 'লিংকের মেয়াদ' },
    invites: { en: 'Choose a password', bn: 'পাসওয়ার্ড বেছে নিন' },
    page: '/accept-invitation',
  },
  PASSWORD_CHANGED: {
    subject: ({ name }) => ({
      en: `Your password for ${name} was changed`,
      bn: `${name}: আপনার পাসওয়ার্ড বদলানো হয়েছে`,
    }),
    says: ({ name }) => ({
      en: `The password of your account with ${name} was changed, and all other devices were signed out. If it was not you, choose a new one at once.`,
      bn: `${name}-এ আপনার অ্যাকাউন্টের পাসওয়ার্ড বদলানো হয়েছে, এবং অন্য সব ডিভাইস থেকে সাইন আউট করা হয়েছে। আপনি না বদলে থাকলে এখনই নতুন পাসওয়ার্ড নিন।`,
    }),
    moment: { en: 'Changed', bn: 'বদলানোর সময়' },
    invites: { en: 'It was not me: choose a new password', bn: 'আমি বদলাইনি: নতুন পাসওয়ার্ড নিন' },
    page: '/forgot-password',
  },
};

/** The mail about an account in the language of its user; null when its link is no longer good, or the user is shut out. */
export async function writeAccountLetter(
  { config, signedLinks }: Portal,
  entityManager: EntityManager,
  delivery: MailDelivery,
): Promise<Letter | null> {
  const { accountLinkId, createdAt } = delivery;
  const accountMail: AccountMail = delivery.accountMail!;
  const link = accountLinkId === null ? null : await entityManager.findOneOrFail(AccountLinkRow, accountLinkId);
  if (link && (link.usedAt || link.expiresAt <= new Date())) return null;
  const tenant = await entityManager.findOneOrFail(Tenant, delivery.tenantId);
  const user = await entityManager.findOneOrFail(UserRow, delivery.userId!);
  if (user.deactivatedAt) return null;
  const { name, email, timeZone } = user;
  const locale: Locale = user.locale;
  const { subject, says, moment, invites, page } = accountEmails[accountMail];
  return {
    locale,
    subject: subject(tenant)[locale],
    name,
    says: says(tenant)[locale],
    details: [
      [signInWith[locale], email],
      [moment[locale], momentIn(link?.expiresAt ?? createdAt, locale, timeZone)],
    ],
    link: {
      text: invites[locale],
      url: `${tenantUrl(config, tenant)}${page}${link ? `#token=${makeLinkToken(signedLinks, link)}` : ''}`,
    },
    footer: footer(tenant)[locale],
  };
}

const signInWith: Words = { en: 'You sign in with', bn: 'সাইন ইন করার ইমেইল' };

const footer = ({ name }: Tenant): Words => ({
  en: `${name} sent this because of your account. Mails to this address are not read; use the portal.`,
  bn: `আপনার অ্যাকাউন্ট সম্পর্কে ${name} এই মেইল পাঠিয়েছে। এই ঠিকানায় পাঠানো মেইল কেউ পড়ে না; পোর্টাল ব্যবহার করুন।`,
});

const momentIn = (moment: Date, locale: Locale, timeZone: string) =>
  `${new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(moment)} (${timeZone})`;
