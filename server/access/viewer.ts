import { registerEnumType } from 'type-graphql';

export enum UserRole {
  CUSTOMER = 'CUSTOMER',
  AGENT = 'AGENT',
  ADMIN = 'ADMIN',
}

registerEnumType(UserRole, {
  name: 'UserRole',
  description: 'What a user is to the tenant.',
  valuesConfig: {
    CUSTOMER: { description: 'Somebody who asks for help; sees only what is theirs.' },
    AGENT: { description: 'Staff who answer; see the whole tenant.' },
    ADMIN: { description: 'Staff who answer and look after the tenant.' },
  },
});

/** Whom a request, socket or delivery acts for; taken from a checked access token. */
export interface Viewer {
  tenantId: string;
  userId: string;
  role: UserRole;
  /** Set for customers only. */
  customerId: string | null;
  sessionId: string;
}

export const isStaff = (viewer: Viewer): boolean => viewer.role !== UserRole.CUSTOMER;
