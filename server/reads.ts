import { invitationReads } from './account-links/invitation.reads.ts';
import { apiKeyReads } from './api-keys/api-key.reads.ts';
import { attachmentReads } from './attachments/attachment.reads.ts';
import { callRequestReads } from './call-requests/call-request.reads.ts';
import { categoryReads } from './categories/category.reads.ts';
import { customerNoteReads } from './customer-notes/customer-note.reads.ts';
import { customerReads, mailRefusalReads } from './customers/customer.reads.ts';
import { feedbackReads } from './feedback/feedback.reads.ts';
import { historyReads, sentMailReads } from './history/history.reads.ts';
import { articleReads } from './knowledge-base/article.reads.ts';
import { messageReads } from './messages/message.reads.ts';
import { notificationReads } from './notifications/notification.reads.ts';
import { passkeyReads } from './passkeys/passkey.reads.ts';
import { secondFactorReads } from './second-factor/second-factor.reads.ts';
import { sessionReads } from './sessions/session.reads.ts';
import { signInSettingsReads } from './sign-in-settings/sign-in-settings.reads.ts';
import { signUpSettingsReads } from './sign-up/sign-up-settings.reads.ts';
import { openingHoursReads } from './opening-hours/opening-hours.reads.ts';
import { organisationReads, tenantReads } from './tenants/tenant.reads.ts';
import { teamMemberReads, teamReads } from './teams/team.reads.ts';
import { ticketFieldReads, ticketFieldValueReads } from './ticket-fields/ticket-field.reads.ts';
import { ticketReads } from './tickets/ticket.reads.ts';
import { staffReads } from './staff/staff.reads.ts';
import { authorReads, userReads } from './users/user.reads.ts';

/** Every type of the API that is read from a table. */
export const allReads = [
  tenantReads,
  organisationReads,
  signUpSettingsReads,
  signInSettingsReads,
  openingHoursReads,
  customerReads,
  customerNoteReads,
  invitationReads,
  mailRefusalReads,
  userReads,
  authorReads,
  staffReads,
  apiKeyReads,
  sessionReads,
  secondFactorReads,
  passkeyReads,
  categoryReads,
  teamReads,
  teamMemberReads,
  ticketReads,
  ticketFieldReads,
  ticketFieldValueReads,
  messageReads,
  attachmentReads,
  feedbackReads,
  callRequestReads,
  notificationReads,
  articleReads,
  historyReads,
  sentMailReads,
];
