import { parse, stringify } from 'uuid';
import { isSameText, type SignedLinks } from '../access/signed-links.ts';

const idBytes = 16;

/** Which row a token stands for. */
export interface LinkReference {
  tenantId: string;
  id: string;
}

/** What follows `#token=` in an emailed link: the ids of the row and a signature over them. */
export const makeLinkToken = (links: SignedLinks, { tenantId, id }: LinkReference): string =>
  withSignature(links, Buffer.concat([parse(tenantId), parse(id)]));

/** Null for anything that was not made here. */
export function readLinkToken(links: SignedLinks, token: string): LinkReference | null {
  const ids = Buffer.from(token, 'base64url').subarray(0, 2 * idBytes);
  if (ids.length !== 2 * idBytes || !isSameText(token, withSignature(links, ids))) return null;
  return { tenantId: stringify(ids.subarray(0, idBytes)), id: stringify(ids.subarray(idBytes)) };
}

const withSignature = (links: SignedLinks, ids: Buffer): string =>
  Buffer.concat([ids, links.sign('account-links', ids)]).toString('base64url');
