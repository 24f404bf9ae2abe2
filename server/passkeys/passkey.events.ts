import { auditEvent } from '../events/portal-event.ts';

export const passkeyAdded = auditEvent('PasskeyAdded');

export const passkeyRemoved = auditEvent('PasskeyRemoved');
