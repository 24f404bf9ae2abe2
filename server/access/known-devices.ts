import { randomUUID } from 'node:crypto';
import { parse, stringify } from 'uuid';
import type { SignedLinks } from './signed-links.ts';

const purpose = 'known-device';
/** As long as browsers keep a cookie at most. */
const lifeDays = 400;
const dayMs = 24 * 60 * 60 * 1_000;
/** Of one browser, at one host; the account that was used longest ago is forgotten. */
const maximumAccounts = 10;
/** Tenant, user and device of 16 bytes each, and the day. */
const tokenBytes = 3 * 16 + 4;

/** An account that was signed in to on a device. */
export interface KnownDevice {
  tenantId: string;
  userId: string;
  /** Which of the devices of the user it is. */
  id: string;
  /** Days since 1970. */
  since: number;
}

/** The accounts that a cookie proves to have been signed in to where it comes from, the last one first. */
export function readKnownDevices(links: SignedLinks, cookie: string | undefined, now = Date.now()): KnownDevice[] {
  const tokens = cookie?.split('.').slice(0, maximumAccounts) ?? [];
  return tokens
    .map((token) => links.open(purpose, token, tokenBytes))
    .filter((bytes) => bytes !== null)
    .map((bytes) => ({
      tenantId: stringify(bytes, 0),
      userId: stringify(bytes, 16),
      id: stringify(bytes, 32),
      since: bytes.readUInt32BE(48),
    }))
    .filter(({ since }) => since + lifeDays > now / dayMs);
}

/** The cookie of a device at which an account was signed in to just now, and how long it is kept. */
export function rememberDevice(
  links: SignedLinks,
  cookie: string | undefined,
  { tenantId, id: userId }: { tenantId: string; id: string },
  now = Date.now(),
): { cookie: string; expires: Date } {
  const known = readKnownDevices(links, cookie, now);
  const isThis = (device: KnownDevice) => device.tenantId === tenantId && device.userId === userId;
  const id = known.find(isThis)?.id ?? randomUUID();
  const devices = [{ tenantId, userId, id, since: Math.floor(now / dayMs) }, ...known.filter((each) => !isThis(each))];
  return {
    cookie: devices
      .slice(0, maximumAccounts)
      .map((device) => links.seal(purpose, bytesOf(device)))
      .join('.'),
    expires: new Date(now + lifeDays * dayMs),
  };
}

function bytesOf({ tenantId, userId, id, since }: KnownDevice): Buffer {
  const day = Buffer.alloc(4);
  day.writeUInt32BE(since);
  return Buffer.concat([parse(tenantId), parse(userId), parse(id), day]);
}
