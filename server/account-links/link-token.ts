import { parse, stringify } from 'uuid';
import type { SignedLinks } from '../access/signed-links.ts';

const idBytes = 16;

/** Which row a token stands for. */
export interface LinkReference {
  tenantId: string;
  id: string;
}

const accountLinks = 'account-links';

/** What follows `#token=` in an emailed link: the ids of the row and a signature over them, good for one purpose. */
export const makeLinkToken = (links: SignedLinks, { tenantId, id }: LinkReference, purpose = accountLinks): string =>
  links.seal(purpose, Buffer.concat([parse(tenantId), parse(id)]));

/** Null for anything that was not made here. */
export function readLinkToken(links: SignedLinks, token: string, purpose = accountLinks): LinkReference | null {
  const ids = links.open(purpose, token, 2 * idBytes);
  return ids && { tenantId: stringify(ids.subarray(0, idBytes)), id: stringify(ids.subarray(idBytes)) };
}
