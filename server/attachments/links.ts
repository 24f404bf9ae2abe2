import { createHmac, hkdfSync, timingSafeEqual, type KeyObject } from 'node:crypto';

/** How long a link is good, at least; links made within one step are the same, so that browsers keep what they show. */
export const linkLifeSeconds = 10 * 60;
const stepSeconds = 60;

const variants = ['original', 'thumbnail'] as const;

/** What a link opens. */
export interface LinkTarget {
  tenantId: string;
  id: string;
  name: string;
  variant: (typeof variants)[number];
}

/** Makes and checks links that open one file for some minutes, for whoever holds them. */
export class DownloadLinks {
  private readonly key: Buffer;

  constructor(secret: KeyObject) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'shohayota-portal/attachment-links', 32));
  }

  /** A path at the address of the API. */
  make(target: LinkTarget, now = Date.now()): string {
    const expires = String(Math.ceil(now / 1000 / stepSeconds) * stepSeconds + linkLifeSeconds);
    const query = new URLSearchParams({
      tenant: target.tenantId,
      variant: target.variant,
      expires,
      signature: this.sign(target, expires),
    });
    return `/attachments/${target.id}/${encodeURIComponent(target.name)}?${query.toString()}`;
  }

  /** What a link opens, and for how many seconds yet; null unless it is one of ours and still good. */
  read(id: string, name: string, query: unknown, now = Date.now()): (LinkTarget & { secondsLeft: number }) | null {
    const { tenant, variant, expires, signature } = query as Record<string, unknown>;
    const given = [tenant, variant, expires, signature];
    if (!given.every((value): value is string => typeof value === 'string')) return null;
    const target = { tenantId: tenant, id, name, variant } as LinkTarget;
    if (!isSame(signature as string, this.sign(target, expires as string))) return null;
    const secondsLeft = Math.floor(Number(expires) - now / 1000);
    return secondsLeft > 0 ? { ...target, secondsLeft } : null;
  }

  private sign({ tenantId, id, name, variant }: LinkTarget, expires: string): string {
    return createHmac('sha256', this.key)
      .update(JSON.stringify([tenantId, id, name, variant, expires]))
      .digest('base64url');
  }
}

/** In a time that does not tell how much of it is right; as texts, so that spare bits of the encoding count too. */
function isSame(given: string, right: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
