import { randomInt } from 'node:crypto';
import { hashPasswordWith, makeSalt } from '../access/passwords.ts';

/** Letters and digits that nobody mixes up, also in handwriting: 31 of them, so that ten are almost 50 bits. */
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const length = 10;
const count = 10;

/** New codes as they are shown, and as they are stored. */
export async function makeRecoveryCodes(): Promise<{ codes: string[]; hashes: string[] }> {
  const codes = Array.from({ length: count }, makeCode);
  const salt = makeSalt();
  const hashes = await Promise.all(codes.map((code) => hashPasswordWith(salt, plainCode(code))));
  return { codes, hashes };
}

/** What a code that was given is stored as, if it is one of these; null for what cannot be a code. */
export async function hashRecoveryCode(given: string, stored: string | undefined): Promise<string | null> {
  const code = plainCode(given);
  if (stored === undefined || code.length !== length) return null;
  return hashPasswordWith(saltOf(stored), code);
}

const makeCode = () => {
  const code = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
  return `${code.slice(0, length / 2)}-${code.slice(length / 2)}`;
};

/** However it was written down. */
const plainCode = (code: string) => code.toUpperCase().replace(/[^A-Z0-9]/g, '');

/** Of `$argon2id$v=…$m=…$salt$hash`. */
const saltOf = (stored: string): Buffer => Buffer.from(stored.split('$')[4]!, 'base64');
