import { mailPasswordReset } from '../account-links/account-link.service.ts';
import { forgetUnclaimed } from '../attachments/sweep.ts';
import { makeThumbnail } from '../attachments/thumbnail.ts';
import { markMissedCalls } from '../call-requests/missed.ts';
import { remindOfCall } from '../call-requests/reminder.ts';
import { renderOutdated } from '../knowledge-base/rendering.ts';
import { mailEvent, sendMail } from '../mail/mail.service.ts';
import type { Portal } from '../portal.ts';
import { forgetExpired } from './housekeeping.ts';

/** Everything done in the background, by the name it is queued under. */
export const tasks = {
  mailEvent,
  sendMail,
  mailPasswordReset,
  forgetExpired,
  forgetUnclaimed,
  makeThumbnail,
  remindOfCall,
  markMissedCalls,
  renderOutdated,
};

export type JobName = keyof typeof tasks;
export type JobPayload<Name extends JobName> = Parameters<(typeof tasks)[Name]>[1];
export type Task = (portal: Portal, payload: never) => Promise<void>;
