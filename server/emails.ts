import { writeAccountEmail } from './account-links/account-link.emails.ts';
import { events } from './events.ts';
import type { Emails } from './mail/dispatcher.ts';
import type { EmailWriter } from './mail/outgoing-email.ts';
import { findEmailRecipients, writeEventEmail } from './notifications/notification.emails.ts';

/** Writes every email there is; the section `emails` of the catalogues has what all of them say. */
export const writeEmail: EmailWriter = (portal, entityManager, delivery) =>
  delivery.eventSequence === null
    ? writeAccountEmail(portal, entityManager, delivery)
    : writeEventEmail(portal, entityManager, delivery, events);

/** What is mailed, and to whom. */
export const emails: Emails = { write: writeEmail, recipientsOf: findEmailRecipients };
