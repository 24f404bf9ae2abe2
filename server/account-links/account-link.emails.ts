import type { EntityManager } from '@mikro-orm/postgresql';
import { deviceOf } from '#shared/device.ts';
import type { Config } from '../config.ts';
import { EventOriginRow } from '../events/event-origin.entity.ts';
import { formatTime } from '../locales/format-time.ts';
import type { MailDelivery } from '../mail/delivery.entity.ts';
import type { EmailDetail, EmailReader } from '../mail/email.ts';
import { MailFailure } from '../mail/mail-failure.ts';
import type { OutgoingEmail } from '../mail/outgoing-email.ts';
import type { Portal } from '../portal.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { senderOf } from '../tenants/sender.ts';
import { tenantUrl } from '../tenants/tenant.service.ts';
import { toEmailReader, toNewReader } from '../users/email-reader.ts';
import { UserRow } from '../users/user.entity.ts';
import { codeOf, makeSignInLinkToken } from '../sign-in-codes/sign-in-code-secrets.ts';
import { SignInCodeRow } from '../sign-in-codes/sign-in-code.entity.ts';
import { AccountLinkKind } from './account-link-kind.ts';
import { AccountLinkRow } from './account-link.entity.ts';
import { makeLinkToken } from './link-token.ts';

/** All emails about accounts, and the page each leads to; what they say is in the catalogues under the same name. */
const pages = {
  PASSWORD_RESET: '/reset-password',
  INVITATION: '/accept-invitation',
  STAFF_INVITATION: '/accept-invitation',
  PASSWORD_CHANGED: '/forgot-password',
  NEW_DEVICE: '/forgot-password',
  PASSKEY_ADDED: '/profile',
  PASSKEY_REMOVED: '/profile',
  ROLE_CHANGED: '/',
  SECOND_FACTOR_ON: '/forgot-password',
  SECOND_FACTOR_OFF: '/forgot-password',
  SECOND_FACTOR_RESET: '/sign-in',
  RECOVERY_CODE_USED: '/forgot-password',
  RECOVERY_CODES_RENEWED: '/forgot-password',
  SINGLE_SIGN_ON_LINKED: '/',
  SIGN_UP: '/confirm-sign-up',
  ACCOUNT_EXISTS: '/sign-in',
  SIGN_IN_CODE: '/sign-in-link',
  SIGN_IN_OTHERWISE: '/sign-in',
  API_KEY_CREATED: '/settings/api-keys',
  API_KEY_ROTATED: '/settings/api-keys',
  API_KEY_REVOKED: '/settings/api-keys',
} as const;

export type AccountEmail = keyof typeof pages;

/** Those about what somebody did; others say when something changed. */
const saysWhen = new Set<AccountEmail>(['ACCOUNT_EXISTS', 'SIGN_IN_OTHERWISE', 'NEW_DEVICE']);

/** Where the link of an email leads. */
const linkUrl = (
  { config, signedLinks }: Pick<Portal, 'config' | 'signedLinks'>,
  tenant: Tenant,
  email: AccountEmail,
  link: AccountLinkRow | SignInCodeRow,
) => {
  const makeToken = link instanceof SignInCodeRow ? makeSignInLinkToken : makeLinkToken;
  return `${tenantUrl(config, tenant)}${pages[email]}#token=${makeToken(signedLinks, link)}`;
};

/** The newest link with which an invited user chooses a password, for whoever runs the portal to pass on. */
export async function invitationUrl(
  portal: Portal,
  entityManager: EntityManager,
  tenant: Tenant,
  userId: string,
): Promise<string> {
  const newest = { orderBy: { createdAt: 'desc' } } as const;
  const link = await entityManager.findOneOrFail(AccountLinkRow, { userId, kind: AccountLinkKind.INVITATION }, newest);
  return linkUrl(portal, tenant, 'INVITATION', link);
}

/**
 * Writes an email about an account; null when its link or the account has ended. The token of the link is made here and
 * nowhere else, behind the `#` that stays in the browser.
 */
export async function writeAccountEmail(
  { config, signedLinks }: Portal,
  entityManager: EntityManager,
  delivery: MailDelivery,
): Promise<OutgoingEmail | null> {
  const { accountLinkId, createdAt } = delivery;
  const email = delivery.accountMail as AccountEmail;
  const link = accountLinkId === null ? null : await entityManager.findOneOrFail(AccountLinkRow, accountLinkId);
  const isCode = email === 'SIGN_IN_CODE';
  const code = isCode ? await entityManager.findOne(SignInCodeRow, { id: delivery.id }) : null;
  const sent = link ?? code;
  const user = delivery.userId === null ? null : await entityManager.findOneOrFail(UserRow, delivery.userId);
  const tenant = await entityManager.findOneOrFail(Tenant, delivery.tenantId);
  const reader = user ? toEmailReader(user, tenant) : link?.newcomer && toNewReader(link.newcomer, tenant);
  const isEnded = sent ? sent.usedAt !== null || sent.expiresAt <= new Date() : isCode;
  if (!reader || user?.deactivatedAt || isEnded) {
    delivery.failure = MailFailure.LINK_ENDED;
    return null;
  }
  const { t, locale, timeZone } = reader;
  return toAccountEmail(config, tenant, reader, {
    name: email,
    details: [
      ...(code ? [[t('emails.details.code'), codeOf(signedLinks, code)] satisfies EmailDetail] : []),
      [t('emails.details.email'), reader.email],
      sent
        ? [t('emails.details.linkValidUntil'), formatTime(locale, timeZone, sent.expiresAt)]
        : [
            t(saysWhen.has(email) ? 'emails.details.when' : 'emails.details.changedAt'),
            formatTime(locale, timeZone, createdAt),
          ],
      ...(await originDetails(entityManager, delivery, reader)),
    ],
    url: sent ? linkUrl({ config, signedLinks }, tenant, email, sent) : `${tenantUrl(config, tenant)}${pages[email]}`,
    messageId: `account.${delivery.id}`,
    footer: user ? 'account' : 'event',
  });
}

/** From where and at which device it was done. */
async function originDetails(
  entityManager: EntityManager,
  { tenantId, originSequence }: MailDelivery,
  { t }: EmailReader,
): Promise<EmailDetail[]> {
  if (originSequence === null) return [];
  const origin = await entityManager.findOne(EventOriginRow, { tenantId, tenantSequence: originSequence });
  if (!origin?.address) return [];
  const device = deviceOf(origin.userAgent ?? '');
  const { browser, system = '' } = device ?? {};
  const name = browser ? t('sessions.device', { browser, system }) : system;
  return [
    [t('emails.details.device'), name || t('sessions.unknownDevice')],
    [t('emails.details.address'), origin.address],
  ];
}

interface AccountEmailParts {
  /** What it says is in the catalogues under this name. */
  name: AccountEmail | 'testMail';
  details?: EmailDetail[];
  /** Where it leads. */
  url: string;
  messageId: string;
  /** Why it was sent: to a user, or to somebody who is none yet. */
  footer?: 'account' | 'event';
}

/** An email about an account, which is always sent. */
export function toAccountEmail(
  config: Config,
  tenant: Tenant,
  reader: EmailReader,
  { name, details = [], url, messageId, footer = 'account' }: AccountEmailParts,
): OutgoingEmail {
  const { t } = reader;
  const values = { tenant: tenant.name };
  return {
    reader,
    content: {
      subject: t(`emails.${name}.subject`, values),
      body: t(`emails.${name}.body`, values),
      details,
      callToAction: { text: t(`emails.${name}.callToAction`), url },
      footer: t(`emails.footer.${footer}`, values),
    },
    messageId,
    thread: null,
    sender: senderOf(config, tenant),
    unsubscribeUrl: null,
    calendarFile: null,
  };
}
