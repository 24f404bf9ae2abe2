import type { SignedLinks } from './signed-links.ts';
import type { Viewer } from './viewer.ts';

const purpose = 'session-links';

/** How long a link is valid, at most; links made within one step are equal, so that browsers can cache what they open. */
const lifeSeconds = 5 * 60;
const stepSeconds = 60;

/** Whose session a link is for. */
export type LinkHolder = Pick<Viewer, 'tenantId' | 'sessionId'>;

/** A link to a path with a query, for one session. Whoever serves it asks whether that has ended. */
export function makeSessionLink(links: SignedLinks, path: string, holder: LinkHolder, now = Date.now()): string {
  const expires = String(Math.floor(now / 1000 / stepSeconds) * stepSeconds + lifeSeconds);
  const { tenantId, sessionId } = holder;
  const signature = links.sign(purpose, contentOf(path, holder, expires));
  return `${path}&tenant=${tenantId}&session=${sessionId}&expires=${expires}&signature=${signature}`;
}

/** Whose session a link is for, and how many seconds it is still valid; null for one that was not made here or has expired. */
export function readSessionLink(
  links: SignedLinks,
  path: string,
  query: Record<string, unknown>,
  now = Date.now(),
): (LinkHolder & { secondsLeft: number }) | null {
  const given = [query['tenant'], query['session'], query['expires'], query['signature']];
  if (!given.every((value): value is string => typeof value === 'string')) return null;
  const [tenantId, sessionId, expires, signature] = given as [string, string, string, string];
  const holder = { tenantId, sessionId };
  if (!links.isSigned(purpose, contentOf(path, holder, expires), signature)) return null;
  const secondsLeft = Math.floor(Number(expires) - now / 1000);
  return secondsLeft > 0 ? { ...holder, secondsLeft } : null;
}

const contentOf = (path: string, { tenantId, sessionId }: LinkHolder, expires: string): string =>
  JSON.stringify([path, tenantId, sessionId, expires]);
