import type { OutgoingEmail } from '../mail/outgoing-email.ts';
import type { Tenant } from './tenant.entity.ts';

/** In whose name, and in which colour, the emails of a tenant are sent, and where replies go. */
export const senderOf = ({
  name,
  mailSenderName,
  mailReplyTo: replyTo,
  accentColor,
  legalNotes,
  defaultLocale,
}: Tenant): Pick<OutgoingEmail, 'senderName' | 'replyTo' | 'accentColor' | 'legal'> => ({
  senderName: mailSenderName ?? name,
  replyTo,
  accentColor,
  legal: { notes: legalNotes, defaultLocale },
});
