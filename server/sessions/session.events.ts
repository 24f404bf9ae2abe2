import { auditEvent } from '../events/portal-event.ts';

/** Somebody came in; `method` is a `SignInMethod`. */
export const signedIn = auditEvent('SignInSucceeded');

/** A password, code or whatever else was wrong. */
export const signInFailed = auditEvent('SignInFailed');

/** An attempt was not tried, since there had been too many. */
export const signInLocked = auditEvent('SignInLocked');

/** Somebody signed out, here or elsewhere. */
export const sessionEnded = auditEvent('SignInEnded');
