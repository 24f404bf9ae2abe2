import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { shorten } from '#shared/text.ts';
import { tenantScope } from '../access/scope.ts';
import { addJob } from '../jobs/queue.ts';
import { mailsOfRecipient } from '../limits/limits.ts';
import type { Portal } from '../portal.ts';
import { MailDelivery } from './delivery.entity.ts';
import type { EmailDetail } from './email.ts';
import { handOver, toMessage, type EmailWriter, type OutgoingEmail } from './outgoing-email.ts';

/** What is gathered at most in one email. */
const maximumOfDigest = 100;
const quoted = 200;

/** Holds an email back where its recipient has had enough for now. Those about the account, or with a calendar entry, are sent. */
export async function holdBack(
  entityManager: EntityManager,
  delivery: MailDelivery,
  { calendarFile }: OutgoingEmail,
): Promise<boolean> {
  const { tenantId, userId, eventSequence } = delivery;
  if (!userId || eventSequence === null || calendarFile) return false;
  const { count, seconds } = mailsOfRecipient;
  const since = new Date(Date.now() - seconds * 1_000);
  const [oldest] = await entityManager.find(
    MailDelivery,
    { userId, sentAt: { $gt: since } },
    { fields: ['sentAt'], orderBy: { sentAt: 'desc' }, offset: count - 1, limit: 1 },
  );
  if (!oldest) return false;
  delivery.isHeld = true;
  const runAt = new Date(oldest.sentAt!.getTime() + seconds * 1_000);
  await addJob(entityManager, 'sendDigest', { tenantId, userId }, { key: userId, runAt });
  return true;
}

/** Sends what was held back for a user as one email, once. Throws when it was not accepted now, and is then run again. */
export async function sendDigest(
  portal: Portal,
  writeEmail: EmailWriter,
  { tenantId, userId }: { tenantId: string; userId: string },
): Promise<void> {
  const digest = await portal.write(tenantScope(tenantId), async (entityManager) => {
    const deliveries = await gather(entityManager, userId);
    const written: { delivery: MailDelivery; email: OutgoingEmail }[] = [];
    for (const delivery of deliveries) {
      const email = await writeEmail(portal, entityManager, delivery);
      if (email) written.push({ delivery, email });
    }
    const [first] = written;
    if (!first) return null;
    const email = gatheredIn(
      written.map((each) => each.email),
      first.delivery.digestId!,
    );
    return { ids: written.map(({ delivery }) => delivery.id), message: toMessage(portal, first.delivery, email) };
  });
  if (!digest) return;
  await handOver(portal, tenantId, digest.ids, digest.message);
  await portal.write(tenantScope(tenantId), async (entityManager) => {
    if ((await entityManager.count(MailDelivery, { userId, isHeld: true, sentAt: null, failure: null })) > 0)
      await addJob(entityManager, 'sendDigest', { tenantId, userId }, { key: userId });
  });
}

/** The deliveries of a digest that was begun, or else of the next one: the same again after a crash. */
async function gather(entityManager: EntityManager, userId: string): Promise<MailDelivery[]> {
  const held = await entityManager.find(
    MailDelivery,
    { userId, isHeld: true, sentAt: null },
    { orderBy: { digestId: 'asc', createdAt: 'asc' }, limit: maximumOfDigest },
  );
  const digestId = held[0]?.digestId ?? uuid();
  const gathered = held.filter((delivery) => delivery.digestId === (held[0]!.digestId ?? null));
  for (const delivery of gathered) delivery.digestId = digestId;
  return gathered;
}

/** One email that names each of these. */
function gatheredIn(emails: OutgoingEmail[], digestId: string): OutgoingEmail {
  const [{ reader, content, sender }] = emails as [OutgoingEmail];
  const { t } = reader;
  const values = { tenant: sender.name, count: emails.length };
  const details = emails.map(({ content: { subject, body, quote, callToAction } }): EmailDetail => [
    subject,
    quote ? `${body} ${shorten(quote.replace(/\s+/g, ' '), quoted)}` : body,
    callToAction.url,
  ]);
  const preferences = content.preferences!;
  return {
    reader,
    sender,
    content: {
      subject: t('emails.digest.subject', values),
      body: t('emails.digest.body', values),
      details,
      callToAction: { text: t('emails.digest.callToAction'), url: preferences.url },
      footer: t('emails.footer.event', values),
      preferences,
    },
    messageId: `digest.${digestId}`,
    thread: null,
    unsubscribeUrl: null,
    calendarFile: null,
  };
}
