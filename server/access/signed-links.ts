import { createHmac, hkdfSync, timingSafeEqual, type KeyObject } from 'node:crypto';

/**
 * Signs what a link names, so that it opens one thing for whoever holds it. Each purpose has a key of its own, and nothing
 * is stored: a copy of the database opens nothing.
 */
export class SignedLinks {
  private readonly keys = new Map<string, Buffer>();

  constructor(private readonly secret: KeyObject) {}

  sign(purpose: string, content: string | Uint8Array): Buffer {
    return createHmac('sha256', this.keyFor(purpose)).update(content).digest();
  }

  /** A token of these bytes, which nobody else can make. */
  seal(purpose: string, content: Uint8Array): string {
    return Buffer.concat([content, this.sign(purpose, content)]).toString('base64url');
  }

  /** The bytes of a token, `length` of them; null for anything that was not made here. */
  open(purpose: string, token: string, length: number): Buffer | null {
    const content = Buffer.from(token, 'base64url').subarray(0, length);
    return content.length === length && isSameText(token, this.seal(purpose, content)) ? content : null;
  }

  private keyFor(purpose: string): Buffer {
    let key = this.keys.get(purpose);
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', this.secret, '', `shohayota-portal/${purpose}`, 32));
      this.keys.set(purpose, key);
    }
    return key;
  }
}

/** In constant time. As texts rather than as the bytes they encode, so that spare bits of an encoding count, too. */
export function isSameText(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
