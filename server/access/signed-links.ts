import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;

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

  /** Encrypts a text of which the database holds the only copy; `owner` is whose it is, and it is readable as theirs alone. */
  encrypt(purpose: string, owner: string, text: string): string {
    const nonce = randomBytes(nonceLength);
    const cipher = createCipheriv(algorithm, this.keyFor(purpose), nonce).setAAD(Buffer.from(owner));
    const encrypted = [cipher.update(text, 'utf8'), cipher.final()];
    return `${this.keyId}.${Buffer.concat([nonce, ...encrypted, cipher.getAuthTag()]).toString('base64url')}`;
  }

  /** Throws for what was not encrypted here, with this key, for this owner. */
  decrypt(purpose: string, owner: string, encrypted: string): string {
    const [keyId, content = ''] = encrypted.split('.');
    if (keyId !== this.keyId) throw new Error(`There is no key ${keyId} for ${purpose}`);
    const bytes = Buffer.from(content, 'base64url');
    const decipher = createDecipheriv(algorithm, this.keyFor(purpose), bytes.subarray(0, nonceLength))
      .setAAD(Buffer.from(owner))
      .setAuthTag(bytes.subarray(-tagLength));
    return Buffer.concat([decipher.update(bytes.subarray(nonceLength, -tagLength)), decipher.final()]).toString();
  }

  /** Names the secret without telling anything of it. */
  private get keyId(): string {
    return this.keyFor('key-id').toString('base64url').slice(0, 8);
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
