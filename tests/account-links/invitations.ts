import type { TestPortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';
import { newPassword } from './emailed-links.ts';

export const invite = (who: Person, email: string, input: Record<string, unknown> = {}) =>
  who.verb('customerInvite', { input: { name: 'Hilltop Clinic', email, ...input } });

export const accept = ({ nobody }: TestPortal, token: string, input: Record<string, unknown> = {}) =>
  nobody.verb('invitationAccept', { input: { token, password: newPassword, ...input } });

/** The customers with this address as staff see them. */
export const shown = async (staff: Person, email: string) =>
  (
    await staff.get(
      `query($email: String!) { customers(search: $email) { totalCount nodes {
        name phone locale timeZone status invitation { createdAt expiresAt sentAt failure }
      } } }`,
      { email },
    )
  ).customers;
