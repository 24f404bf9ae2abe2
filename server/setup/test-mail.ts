import { v7 as uuid } from 'uuid';
import { toAccountEmail } from '../account-links/account-link.emails.ts';
import type { RequestContext } from '../context.ts';
import { MailFailure, mailFailureOf } from '../mail/mail-failure.ts';
import { toMessage } from '../mail/outgoing-email.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { tenantUrl } from '../tenants/tenant.service.ts';
import { toEmailReader } from '../users/email-reader.ts';
import { UserRow } from '../users/user.entity.ts';

/** Somebody waits for it. */
const patienceMs = 10_000;

/** Sends the admin an email now and tells what the mail server said. Fails with FORBIDDEN or TOO_MANY_ATTEMPTS. */
export async function sendTestMail(context: RequestContext): Promise<{ email: string; failure: MailFailure | null }> {
  const { portal } = context;
  const viewer = context.asAdmin('send a test email');
  await portal.throttles.invitation.consume({ account: viewer.userId, address: viewer.tenantId });
  const { user, tenant } = await context.write(async (entityManager) => ({
    user: await entityManager.findOneOrFail(UserRow, viewer.userId),
    tenant: await entityManager.findOneOrFail(Tenant, viewer.tenantId),
  }));
  const email = toAccountEmail(portal.config, tenant, toEmailReader(user, tenant), {
    name: 'testMail',
    url: tenantUrl(portal.config, tenant),
    messageId: `test.${uuid()}`,
  });
  return { email: user.email, failure: await outcomeOf(portal.mailer.send(toMessage(portal, user, email))) };
}

/** What became of it, as far as it is known in time. */
async function outcomeOf(sending: Promise<void>): Promise<MailFailure | null> {
  const outcome = sending.then(
    () => null,
    (error: unknown) => mailFailureOf(error),
  );
  const { promise: late, resolve } = Promise.withResolvers<MailFailure>();
  const timer = setTimeout(() => resolve(MailFailure.SERVER_SILENT), patienceMs);
  try {
    return await Promise.race([outcome, late]);
  } finally {
    clearTimeout(timer);
  }
}
