import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { finalMailFailures } from '#shared/mail-failures.ts';
import { Keys } from '../access/key-rules.ts';
import { DateTime } from '../graphql/date-time.ts';

/** Why an email could not be handed over. Hosts, ports and paths are for the log only. */
export enum MailFailure {
  RECIPIENT_REFUSED = 'RECIPIENT_REFUSED',
  MESSAGE_REFUSED = 'MESSAGE_REFUSED',
  RECIPIENT_DELAYED = 'RECIPIENT_DELAYED',
  SENDER_REFUSED = 'SENDER_REFUSED',
  SIGN_IN_REFUSED = 'SIGN_IN_REFUSED',
  CONNECTION_INSECURE = 'CONNECTION_INSECURE',
  SERVER_UNREACHABLE = 'SERVER_UNREACHABLE',
  SERVER_SILENT = 'SERVER_SILENT',
  LINK_ENDED = 'LINK_ENDED',
  UNKNOWN = 'UNKNOWN',
}

registerEnumType(MailFailure, {
  name: 'MailFailure',
  description: 'Why an email could not be handed over. Values may be added.',
  valuesConfig: {
    RECIPIENT_REFUSED: {
      description: 'The mail server says that there is no such mailbox. Final: correct the address.',
    },
    MESSAGE_REFUSED: { description: 'The mail server does not take this email, by size or content. Final.' },
    RECIPIENT_DELAYED: { description: 'The mailbox takes no mail now: it is full or busy. Tried again for some days.' },
    SENDER_REFUSED: {
      description: 'The mail server does not take mails from `MAIL_FROM`. Tried again; for those who run the portal.',
    },
    SIGN_IN_REFUSED: {
      description: 'User or password in `SMTP_URL` are not accepted. Tried again; for those who run the portal.',
    },
    CONNECTION_INSECURE: {
      description: 'No encrypted connection to the mail server. Tried again; for those who run the portal.',
    },
    SERVER_UNREACHABLE: {
      description: 'The mail server does not answer. Tried again; for those who run the portal if it lasts.',
    },
    SERVER_SILENT: { description: 'The mail server took too long. Tried again.' },
    LINK_ENDED: { description: 'The link in it, or the account, had ended before it could be sent. Final.' },
    UNKNOWN: { description: 'Something else, which is in the log of the server. Tried again.' },
  },
});

@Keys('any')
@ObjectType({
  simpleResolvers: true,
  description: 'That a mail server has refused the latest email to an address for good.',
})
export class MailRefusal {
  @Field(() => MailFailure, { description: 'Why.' })
  failure!: MailFailure;

  @Field(() => DateTime, { description: 'When.' })
  refusedAt!: string;
}

interface SmtpError {
  code?: string;
  command?: string;
  responseCode?: number;
}

const byCode: Record<string, MailFailure> = {
  EAUTH: MailFailure.SIGN_IN_REFUSED,
  ENOAUTH: MailFailure.SIGN_IN_REFUSED,
  EOAUTH2: MailFailure.SIGN_IN_REFUSED,
  ETLS: MailFailure.CONNECTION_INSECURE,
  EREQUIRETLS: MailFailure.CONNECTION_INSECURE,
  ETIMEDOUT: MailFailure.SERVER_SILENT,
  ECONNECTION: MailFailure.SERVER_UNREACHABLE,
  ECONNREFUSED: MailFailure.SERVER_UNREACHABLE,
  ECONNRESET: MailFailure.SERVER_UNREACHABLE,
  EDNS: MailFailure.SERVER_UNREACHABLE,
  ENOTFOUND: MailFailure.SERVER_UNREACHABLE,
  ESOCKET: MailFailure.SERVER_UNREACHABLE,
};

/** What an error of the mailer means to staff. */
export function mailFailureOf(error: unknown): MailFailure {
  const { code = '', command = '', responseCode = 0 } = error as SmtpError;
  const isFinal = responseCode >= 500 && responseCode < 600;
  if (command === 'MAIL FROM') return MailFailure.SENDER_REFUSED;
  if (command === 'RCPT TO') return isFinal ? MailFailure.RECIPIENT_REFUSED : MailFailure.RECIPIENT_DELAYED;
  if (command === 'DATA') return isFinal ? MailFailure.MESSAGE_REFUSED : MailFailure.RECIPIENT_DELAYED;
  return byCode[code] ?? MailFailure.UNKNOWN;
}

/** Whether trying again is of no use. */
export const isFinal = (failure: MailFailure): boolean => (finalMailFailures as readonly string[]).includes(failure);
