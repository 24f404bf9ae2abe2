import { apiKeyCreated, apiKeyRevoked, apiKeyRotated } from './api-keys/api-key.events.ts';
import { attachmentLimitsChanged } from './attachments/attachment-limits.events.ts';
import {
  callRequestAssigned,
  callRequestDue,
  callRequestUpdated,
  callRequested,
} from './call-requests/call-request.events.ts';
import { categoryChanged, categoryCreated } from './categories/category.events.ts';
import { customerNoteAdded, customerNoteRemoved, customerNoteUpdated } from './customer-notes/customer-note.events.ts';
import { customerChanged, customerCreated } from './customers/customer.events.ts';
import { organisationDomainChanged } from './domains/domain.events.ts';
import { ResyncRequired } from './events/event.contract.ts';
import type { PortalEventDeclaration } from './events/portal-event.ts';
import { registerSecurityEvents } from './events/security-events.ts';
import { feedbackRequested, feedbackSubmitted, feedbackUpdated } from './feedback/feedback.events.ts';
import { articleArchived, articlePublished, articleSaved } from './knowledge-base/article.events.ts';
import { messageAdded, messageMentioned } from './messages/message.events.ts';
import { mailDefaultsChanged } from './notifications/mail-default.events.ts';
import { notificationAdded, notificationsRead } from './notifications/notification.events.ts';
import { registerNotificationKinds } from './notifications/notification-kind.ts';
import { openingHoursChanged } from './opening-hours/opening-hours.events.ts';
import { signInSettingsChanged } from './sign-in-settings/sign-in-settings.events.ts';
import { passkeyAdded, passkeyRemoved } from './passkeys/passkey.events.ts';
import { passwordChanged } from './passwords/password.events.ts';
import { recoveryCodesRenewed, secondFactorOff, secondFactorOn } from './second-factor/second-factor.events.ts';
import { sessionEnded, signInFailed, signInLocked, signedIn } from './sessions/session.events.ts';
import { signUpSettingsChanged } from './sign-up/sign-up-settings.events.ts';
import { singleSignOnChanged, singleSignOnLinked } from './single-sign-on/single-sign-on.events.ts';
import { staffMemberChanged, staffMemberInvited, staffMemberJoined } from './staff/staff.events.ts';
import { teamArchived, teamChanged, teamCreated } from './teams/team.events.ts';
import { organisationChanged } from './tenants/organisation.events.ts';
import { ticketFieldChanged, ticketFieldCreated, ticketFieldsReordered } from './ticket-fields/ticket-field.events.ts';
import {
  ticketAssigned,
  ticketAssignedToTeam,
  ticketCreated,
  ticketEdited,
  ticketStatusChanged,
} from './tickets/ticket.events.ts';
import { userChanged } from './users/user.events.ts';

/** Everything that can happen. Its noun declares of each event its API type, whom it notifies, and its email. */
export const events: PortalEventDeclaration[] = [
  ticketCreated,
  messageAdded,
  messageMentioned,
  ticketStatusChanged,
  ticketAssigned,
  ticketAssignedToTeam,
  ticketEdited,
  feedbackRequested,
  feedbackSubmitted,
  feedbackUpdated,
  callRequested,
  callRequestUpdated,
  callRequestAssigned,
  callRequestDue,
  customerCreated,
  customerChanged,
  customerNoteAdded,
  customerNoteUpdated,
  customerNoteRemoved,
  userChanged,
  staffMemberInvited,
  staffMemberJoined,
  staffMemberChanged,
  teamCreated,
  teamChanged,
  teamArchived,
  apiKeyCreated,
  apiKeyRotated,
  apiKeyRevoked,
  articleSaved,
  articlePublished,
  articleArchived,
  categoryCreated,
  categoryChanged,
  openingHoursChanged,
  organisationChanged,
  organisationDomainChanged,
  attachmentLimitsChanged,
  mailDefaultsChanged,
  ticketFieldCreated,
  ticketFieldChanged,
  ticketFieldsReordered,
  signUpSettingsChanged,
  signInSettingsChanged,
  signedIn,
  signInFailed,
  signInLocked,
  sessionEnded,
  passwordChanged,
  secondFactorOn,
  secondFactorOff,
  recoveryCodesRenewed,
  passkeyAdded,
  passkeyRemoved,
  singleSignOnChanged,
  singleSignOnLinked,
  notificationAdded,
  notificationsRead,
];

registerNotificationKinds(events);

registerSecurityEvents(events);

/** The types the schema knows through their interface only. */
export const eventTypes = [...events.flatMap(({ apiType }) => apiType ?? []), ResyncRequired];
