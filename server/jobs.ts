import { accessJobs } from './access/access.jobs.ts';
import { accountLinkJobs } from './account-links/account-link.jobs.ts';
import { attachmentJobs } from './attachments/attachment.jobs.ts';
import { callRequestJobs } from './call-requests/call-request.jobs.ts';
import { writeEmail } from './emails.ts';
import { eventJobs } from './events/event.jobs.ts';
import { feedbackJobs } from './feedback/feedback.jobs.ts';
import type { Jobs } from './jobs/job.ts';
import { articleJobs } from './knowledge-base/article.jobs.ts';
import { mailJobs } from './mail/mail.jobs.ts';
import { notificationJobs } from './notifications/notification.jobs.ts';
import { passkeyJobs } from './passkeys/passkey.jobs.ts';
import { sessionJobs } from './sessions/session.jobs.ts';
import { signInCodeJobs } from './sign-in-codes/sign-in-code.jobs.ts';
import { signUpJobs } from './sign-up/sign-up.jobs.ts';
import { singleSignOnJobs } from './single-sign-on/single-sign-on.jobs.ts';
import { staffJobs } from './staff/staff.jobs.ts';
import { teamJobs } from './teams/team.jobs.ts';
import { ticketSearchJobs } from './ticket-search/ticket-search.jobs.ts';

/** Everything done in the background. */
export const jobs: Jobs = {
  ...accessJobs,
  ...accountLinkJobs,
  ...attachmentJobs,
  ...callRequestJobs,
  ...eventJobs,
  ...feedbackJobs,
  ...articleJobs,
  ...mailJobs(writeEmail),
  ...notificationJobs,
  ...passkeyJobs,
  ...sessionJobs,
  ...signInCodeJobs,
  ...signUpJobs,
  ...singleSignOnJobs,
  ...staffJobs,
  ...teamJobs,
  ...ticketSearchJobs,
};
