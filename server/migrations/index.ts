import type { MigrationObject } from '@mikro-orm/core';
import { Foundation } from './0001-foundation.ts';
import { Attachments } from './0002-attachments.ts';
import { Notifications } from './0003-notifications.ts';
import { CallRequests } from './0004-call-requests.ts';
import { Feedback } from './0005-feedback.ts';
import { Accounts } from './0006-accounts.ts';
import { KnowledgeBase } from './0007-knowledge-base.ts';
import { Settings } from './0008-settings.ts';
import { Languages } from './0009-languages.ts';
import { WritePolicies } from './0010-write-policies.ts';
import { CallSeats } from './0011-call-seats.ts';
import { CanonicalEmailAddresses } from './0012-canonical-email-addresses.ts';
import { MailFailures } from './0013-mail-failures.ts';
import { GatheredMails } from './0014-gathered-mails.ts';
import { OrderOfChanges } from './0015-order-of-changes.ts';
import { EventsOfEveryChange } from './0016-events-of-every-change.ts';
import { ChangesOfCustomers } from './0017-changes-of-customers.ts';
import { TicketVersion } from './0018-ticket-version.ts';
import { History } from './0019-history.ts';
import { TimesOfChanges } from './0020-times-of-changes.ts';

/** All migrations in order; forward only, never changed once landed. */
export const migrations: MigrationObject[] = [
  { name: '0001-foundation', class: Foundation },
  { name: '0002-attachments', class: Attachments },
  { name: '0003-notifications', class: Notifications },
  { name: '0004-call-requests', class: CallRequests },
  { name: '0005-feedback', class: Feedback },
  { name: '0006-accounts', class: Accounts },
  { name: '0007-knowledge-base', class: KnowledgeBase },
  { name: '0008-settings', class: Settings },
  { name: '0009-languages', class: Languages },
  { name: '0010-write-policies', class: WritePolicies },
  { name: '0011-call-seats', class: CallSeats },
  { name: '0012-canonical-email-addresses', class: CanonicalEmailAddresses },
  { name: '0013-mail-failures', class: MailFailures },
  { name: '0014-gathered-mails', class: GatheredMails },
  { name: '0015-order-of-changes', class: OrderOfChanges },
  { name: '0016-events-of-every-change', class: EventsOfEveryChange },
  { name: '0017-changes-of-customers', class: ChangesOfCustomers },
  { name: '0018-ticket-version', class: TicketVersion },
  { name: '0019-history', class: History },
  { name: '0020-times-of-changes', class: TimesOfChanges },
];
