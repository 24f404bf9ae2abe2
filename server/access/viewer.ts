import { registerEnumType } from 'type-graphql';

export enum UserRole {
  CUSTOMER = 'CUSTOMER',
  AGENT = 'AGENT',
  ADMIN = 'ADMIN',
}

registerEnumType(UserRole, {
  name: 'UserRole',
  description: 'The role of a user in the tenant.',
  valuesConfig: {
    CUSTOMER: {
      description: 'Belongs to a customer: opens tickets, requests calls, and sees only what belongs to that customer.',
    },
    AGENT: { description: 'Staff: handles tickets and calls, and sees everything in the tenant.' },
    ADMIN: { description: 'Staff: an agent who also manages the tenant, such as its opening hours.' },
  },
});

/** Of a `User-Agent`, so much is kept. */
export const maximumUserAgent = 400;

/** Where a request came from, for the record. */
export interface Origin {
  address: string;
  userAgent: string;
}

/** On whose behalf a request, socket or delivery runs, from a verified access token or API key. */
export interface Viewer {
  tenantId: string;
  userId: string;
  role: UserRole;
  /** Set for customers only. */
  customerId: string | null;
  /** The session, or the secret of the key, with which all of it ends. */
  sessionId: string;
  /** Known of requests only. */
  origin?: Origin;
  /** Set where a program uses an API key, which is a user of its own. */
  key?: { scopes: ReadonlySet<string> };
}

export const isStaff = (viewer: Pick<Viewer, 'role'>): boolean => viewer.role !== UserRole.CUSTOMER;

export const isAdmin = (viewer: Pick<Viewer, 'role'>): boolean => viewer.role === UserRole.ADMIN;
