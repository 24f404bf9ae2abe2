import { auditEvent } from '../events/portal-event.ts';

export const passwordChanged = auditEvent('PasswordChanged');
