import { computed } from '../reads/fields.ts';
import { descending } from '../reads/order.ts';
import { reads } from '../reads/reads.ts';
import { UserSession } from './session.contract.ts';
import { SessionRow } from './session.entity.ts';

export const sessionReads = reads(SessionRow, UserSession, {
  columns: ['id', 'userAgent', 'createdAt', 'refreshedAt', 'expiresAt'],
  fields: { current: computed(['id'], ({ id }, { viewer }) => id === viewer.sessionId) },
});

export const lastUsedFirst = descending<SessionRow>('refreshedAt', 'id');
