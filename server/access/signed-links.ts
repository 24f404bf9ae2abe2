import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { keyIdBytes, keyIdLetters, type Key, type Keyring } from './keyring.ts';

const algorithm = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;

/**
 * Signs what a link names, so that it opens one thing for whoever holds it. Each purpose has a key of its own, and nothing
 * is stored: a copy of the database opens nothing. A signature names its key, so that those of a former one stay good.
 */
export class SignedLinks {
  constructor(private readonly keyring: Keyring) {}

  sign(purpose: string, content: string): string {
    return signatureOf(this.keyring.current, purpose, content).toString('base64url');
  }

  isSigned(purpose: string, content: string, signature: string): boolean {
    const key = this.keyring.find(signature.slice(0, keyIdLetters));
    return key !== undefined && isSameText(signature, signatureOf(key, purpose, content).toString('base64url'));
  }

  /** A token of these bytes, which nobody else can make; `about` is what else it is good for, and has to be known to open it. */
  seal(purpose: string, content: Uint8Array, about = ''): string {
    return sealedWith(this.keyring.current, purpose, content, about);
  }

  /** The bytes of a token, `length` of them; null for anything that was not made here. */
  open(purpose: string, token: string, length: number, about = ''): Buffer | null {
    const bytes = bytesOf(token);
    const content = bytes.subarray(0, length);
    const key = this.keyring.find(bytes.subarray(length, length + keyIdBytes).toString('base64url'));
    return key && isSameText(token, sealedWith(key, purpose, content, about)) ? content : null;
  }

  /** What else than the signer nobody can know of a content: as the newest key has it, then as others that are accepted do. */
  derive(purpose: string, content: string): Buffer[] {
    return this.keyring.all.map((key) => hash(key, purpose, content));
  }

  /** Encrypts a text of which the database holds the only copy; `owner` is whose it is, and it is readable as theirs alone. */
  encrypt(purpose: string, owner: string, text: string): string {
    const key = this.keyring.current;
    const nonce = randomBytes(nonceLength);
    const cipher = createCipheriv(algorithm, key.derive(purpose), nonce).setAAD(Buffer.from(owner));
    const encrypted = [cipher.update(text, 'utf8'), cipher.final()];
    return `${key.id}.${Buffer.concat([nonce, ...encrypted, cipher.getAuthTag()]).toString('base64url')}`;
  }

  /** Throws for what was not encrypted here, with a key that is accepted, for this owner. */
  decrypt(purpose: string, owner: string, encrypted: string): string {
    const [keyId = '', content = ''] = encrypted.split('.');
    const key = this.keyring.find(keyId);
    if (!key) throw new Error(`There is no key ${keyId} for ${purpose}`);
    const bytes = bytesOf(content);
    const decipher = createDecipheriv(algorithm, key.derive(purpose), bytes.subarray(0, nonceLength))
      .setAAD(Buffer.from(owner))
      .setAuthTag(bytes.subarray(-tagLength));
    return Buffer.concat([decipher.update(bytes.subarray(nonceLength, -tagLength)), decipher.final()]).toString();
  }

  /** Whether a text was encrypted with the newest key. */
  isCurrent(encrypted: string): boolean {
    return encrypted.startsWith(`${this.keyring.current.id}.`);
  }
}

const bytesOf = (text: string) => Buffer.from(text, 'base64url');

const hash = (key: Key, purpose: string, content: string | Uint8Array, about = ''): Buffer =>
  createHmac('sha256', key.derive(purpose)).update(content).update(about).digest();

const signatureOf = (key: Key, ...signed: [purpose: string, content: string | Uint8Array, about?: string]): Buffer =>
  Buffer.concat([bytesOf(key.id), hash(key, ...signed)]);

const sealedWith = (key: Key, purpose: string, content: Uint8Array, about: string): string =>
  Buffer.concat([content, signatureOf(key, purpose, content, about)]).toString('base64url');

/** In constant time. As texts rather than as the bytes they encode, so that spare bits of an encoding count, too. */
export function isSameText(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
