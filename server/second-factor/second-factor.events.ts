import { auditEvent } from '../events/portal-event.ts';

export const secondFactorOn = auditEvent('SecondFactorOn');

export const secondFactorOff = auditEvent('SecondFactorOff');

export const recoveryCodesRenewed = auditEvent('SecondFactorCodesRenewed');
