import { parse, stringify } from 'uuid';

/** Whose passkey it is, as an authenticator keeps it; it says nothing about the person. */
interface PasskeyOwner {
  tenantId: string;
  userId: string;
}

const idBytes = 16;

/** So that a passkey alone says who signs in, also at a host of several tenants. */
export const makeUserHandle = ({ tenantId, userId }: PasskeyOwner): Uint8Array<ArrayBuffer> =>
  new Uint8Array([...parse(tenantId), ...parse(userId)]);

/** Null for what was not made here. */
export function readUserHandle(userHandle: string): PasskeyOwner | null {
  const bytes = Buffer.from(userHandle, 'base64url');
  if (bytes.length !== 2 * idBytes) return null;
  try {
    return { tenantId: stringify(bytes.subarray(0, idBytes)), userId: stringify(bytes.subarray(idBytes)) };
  } catch {
    // neither is a UUID of any version
    return null;
  }
}
