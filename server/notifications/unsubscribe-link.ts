import type { SignedLinks } from '../access/signed-links.ts';

const purpose = 'unsubscribe-links';

/** Emails of which kind a user does not want any more. */
export interface Unsubscription {
  tenantId: string;
  userId: string;
  /** Of the event, such as `MessageAdded`. */
  type: string;
}

/** The path by which a user ends emails of one kind, without a sign-in and at any time. */
export function makeUnsubscribePath(links: SignedLinks, { tenantId, userId, type }: Unsubscription): string {
  const signature = links.sign(purpose, contentOf({ tenantId, userId, type }));
  return `/unsubscribe?${new URLSearchParams({ tenant: tenantId, user: userId, kind: type, signature }).toString()}`;
}

/** Null for a link that was not made here. */
export function readUnsubscribeLink(links: SignedLinks, query: Record<string, unknown>): Unsubscription | null {
  const { tenant: tenantId, user: userId, kind: type, signature } = query;
  const given = [tenantId, userId, type, signature];
  if (!given.every((value): value is string => typeof value === 'string')) return null;
  const unsubscription = { tenantId, userId, type } as Unsubscription;
  return links.isSigned(purpose, contentOf(unsubscription), signature as string) ? unsubscription : null;
}

const contentOf = ({ tenantId, userId, type }: Unsubscription): string => JSON.stringify([tenantId, userId, type]);
