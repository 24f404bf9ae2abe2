import { isSameText, type SignedLinks } from '../access/signed-links.ts';

/** How long a link is valid, at least; links made within one step are equal, so that browsers can cache what they open. */
const lifeSeconds = 10 * 60;
const stepSeconds = 60;

/** What a link opens, for some minutes. */
export interface LinkTarget {
  tenantId: string;
  id: string;
  name: string;
  variant: 'original' | 'thumbnail';
}

/** A path at the address of the API. */
export function makeDownloadLink(links: SignedLinks, target: LinkTarget, now = Date.now()): string {
  const expires = String(Math.ceil(now / 1000 / stepSeconds) * stepSeconds + lifeSeconds);
  const query = new URLSearchParams({
    tenant: target.tenantId,
    variant: target.variant,
    expires,
    signature: signatureOf(links, target, expires),
  });
  return `/attachments/${target.id}/${encodeURIComponent(target.name)}?${query.toString()}`;
}

/** What a link opens, and for how many more seconds; null for one that was not made here or has expired. */
export function readDownloadLink(
  links: SignedLinks,
  { id, name, query }: { id: string; name: string; query: Record<string, unknown> },
  now = Date.now(),
): (LinkTarget & { secondsLeft: number }) | null {
  const { tenant, variant, expires, signature } = query;
  const given = [tenant, variant, expires, signature];
  if (!given.every((value): value is string => typeof value === 'string')) return null;
  const target = { tenantId: tenant, id, name, variant } as LinkTarget;
  if (!isSameText(signature as string, signatureOf(links, target, expires as string))) return null;
  const secondsLeft = Math.floor(Number(expires) - now / 1000);
  return secondsLeft > 0 ? { ...target, secondsLeft } : null;
}

const signatureOf = (links: SignedLinks, { tenantId, id, name, variant }: LinkTarget, expires: string): string =>
  links.sign('attachment-links', JSON.stringify([tenantId, id, name, variant, expires])).toString('base64url');
