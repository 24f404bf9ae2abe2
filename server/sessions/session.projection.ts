import { column, computed, type Order, type Projection } from '../reads/projection.ts';
import type { SessionRow } from './session.entity.ts';

export const sessionProjection: Projection = {
  type: 'UserSession',
  table: 'session',
  scope: 'tenant',
  fields: {
    id: column('id'),
    userAgent: column('user_agent'),
    createdAt: column('created_at'),
    refreshedAt: column('refreshed_at'),
    expiresAt: column('expires_at'),
    current: computed<SessionRow>(['id'], ({ id }, { viewer }) => id === viewer.sessionId),
  },
};

export const sessionsByUse: Order = {
  name: 'UserSession by use',
  keys: [
    { sql: (session) => `${session}.refreshed_at`, type: 'timestamptz' },
    { sql: (session) => `${session}.id`, type: 'uuid' },
  ],
  descending: true,
};
