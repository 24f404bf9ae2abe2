import { ApiKeyRow, ApiKeySecretRow } from './api-keys/api-key.entity.ts';
import { AccountLinkRow } from './account-links/account-link.entity.ts';
import { ArticleTerm, ArticleWord } from './article-search/search-index.entity.ts';
import { AttachmentSettings } from './attachments/attachment-settings.entity.ts';
import { AttachmentUsage } from './attachments/attachment-usage.entity.ts';
import { AttachmentRow } from './attachments/attachment.entity.ts';
import { CallSeat, CallRequestRow } from './call-requests/call-request.entity.ts';
import { CategoryRow } from './categories/category.entity.ts';
import { CustomerNoteRow } from './customer-notes/customer-note.entity.ts';
import { Customer } from './customers/customer.entity.ts';
import { PendingDomainRow } from './domains/domain.entity.ts';
import { EventOriginRow } from './events/event-origin.entity.ts';
import { CustomerCounter, PortalEventRow, TenantCounter } from './events/event.entity.ts';
import { FeedbackRow } from './feedback/feedback.entity.ts';
import { ArticleRating, ArticleRow, ArticleSolution } from './knowledge-base/article.entity.ts';
import { MailDelivery } from './mail/delivery.entity.ts';
import { MailRefusalRow } from './mail/refusal.entity.ts';
import { MessageRow } from './messages/message.entity.ts';
import { NotificationRow } from './notifications/notification.entity.ts';
import { OpeningHoursRow } from './opening-hours/opening-hours.entity.ts';
import { PasskeyRow } from './passkeys/passkey.entity.ts';
import { SecondFactorRow } from './second-factor/second-factor.entity.ts';
import { SessionRow } from './sessions/session.entity.ts';
import { SignInCodeRow } from './sign-in-codes/sign-in-code.entity.ts';
import { SingleSignOnAttempt, SingleSignOnIdentity, SingleSignOnRow } from './single-sign-on/single-sign-on.entity.ts';
import { Tenant } from './tenants/tenant.entity.ts';
import { TeamMemberRow, TeamRow } from './teams/team.entity.ts';
import { TicketFieldRow, TicketFieldValueRow } from './ticket-fields/ticket-field.entity.ts';
import { TicketRow } from './tickets/ticket.entity.ts';
import { UserRow } from './users/user.entity.ts';

/** Every table the ORM knows. */
export const entities = [
  Tenant,
  PendingDomainRow,
  OpeningHoursRow,
  AttachmentSettings,
  AttachmentUsage,
  Customer,
  CustomerNoteRow,
  UserRow,
  SessionRow,
  ApiKeyRow,
  ApiKeySecretRow,
  SecondFactorRow,
  PasskeyRow,
  AccountLinkRow,
  SignInCodeRow,
  SingleSignOnRow,
  SingleSignOnIdentity,
  SingleSignOnAttempt,
  CategoryRow,
  TeamRow,
  TeamMemberRow,
  TicketRow,
  TicketFieldRow,
  TicketFieldValueRow,
  MessageRow,
  AttachmentRow,
  FeedbackRow,
  CallRequestRow,
  CallSeat,
  TenantCounter,
  CustomerCounter,
  PortalEventRow,
  EventOriginRow,
  NotificationRow,
  MailDelivery,
  MailRefusalRow,
  ArticleRow,
  ArticleTerm,
  ArticleWord,
  ArticleRating,
  ArticleSolution,
];
