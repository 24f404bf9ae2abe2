import { isSameText, type SignedLinks } from '../access/signed-links.ts';
import { makeLinkToken, readLinkToken, type LinkReference } from '../account-links/link-token.ts';
import { withLatinDigits } from '#shared/text.ts';

const lifeMs = 10 * 60 * 1_000;

/** Of the link that is emailed. */
const linkPurpose = 'sign-in-links';
/** Of what stays in the browser that has asked: without it, a code opens nothing. */
const requestPurpose = 'sign-in-requests';

export const makeSignInLinkToken = (links: SignedLinks, reference: LinkReference): string =>
  makeLinkToken(links, reference, linkPurpose);

export const readSignInLinkToken = (links: SignedLinks, token: string): LinkReference | null =>
  readLinkToken(links, token, linkPurpose);

export const makeRequestToken = (links: SignedLinks, reference: LinkReference): string =>
  makeLinkToken(links, reference, requestPurpose);

export const readRequestToken = (links: SignedLinks, token: string): LinkReference | null =>
  readLinkToken(links, token, requestPurpose);

/** The six digits of a request. */
export const codeOf = (links: SignedLinks, reference: LinkReference): string => codesOf(links, reference)[0]!;

/** The newest key's first; emails that were sent before the secret was replaced have those of another. */
const codesOf = (links: SignedLinks, { tenantId, id }: LinkReference): string[] =>
  links
    .derive('sign-in-codes', `${tenantId}|${id}`)
    .map((bytes) => String(bytes.readUIntBE(0, 6) % 1_000_000).padStart(6, '0'));

/** Whether these are its digits: in any script, and with what people put between them. */
export function isCode(links: SignedLinks, reference: LinkReference, written: string): boolean {
  const digits = withLatinDigits(written).replaceAll(/[\s\p{P}\p{Cf}]/gu, '');
  return codesOf(links, reference).some((code) => isSameText(digits, code));
}

/** Until when a request is good, which its id says, so that it is known of a request for an unknown address, too. */
export const expiryOf = ({ id }: LinkReference): Date =>
  new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16) + lifeMs);
