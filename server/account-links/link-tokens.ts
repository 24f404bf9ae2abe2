import { createHmac, hkdfSync, timingSafeEqual, type KeyObject } from 'node:crypto';
import { parse, stringify } from 'uuid';

const idBytes = 16;

/** Which row a token stands for. */
export interface LinkReference {
  tenantId: string;
  id: string;
}

/**
 * Makes and checks what follows `#token=` in emailed links: the ids of the row and a signature over them. Nothing of it
 * is stored, so that a copy of the database opens nothing.
 */
export class LinkTokens {
  private readonly key: Buffer;

  constructor(secret: KeyObject) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'shohayota-portal/account-links', 32));
  }

  make({ tenantId, id }: LinkReference): string {
    const ids = Buffer.concat([parse(tenantId), parse(id)]);
    return Buffer.concat([ids, this.sign(ids)]).toString('base64url');
  }

  /** Null for anything that was not made here, told apart in a time that says nothing. */
  read(token: string): LinkReference | null {
    const bytes = Buffer.from(token, 'base64url');
    const ids = bytes.subarray(0, 2 * idBytes);
    const [given, right] = [
      Buffer.from(token),
      Buffer.from(Buffer.concat([ids, this.sign(ids)]).toString('base64url')),
    ];
    if (ids.length !== 2 * idBytes || given.length !== right.length || !timingSafeEqual(given, right)) return null;
    return { tenantId: stringify(ids.subarray(0, idBytes)), id: stringify(ids.subarray(idBytes)) };
  }

  private sign(ids: Buffer): Buffer {
    return createHmac('sha256', this.key).update(ids).digest();
  }
}
