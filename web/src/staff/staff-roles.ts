import type { UserRole } from '../gql/graphql';

/** What a colleague can be. */
export const staffRoles = ['AGENT', 'ADMIN'] as const satisfies UserRole[];

export type StaffRole = (typeof staffRoles)[number];
