import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { digest } from './digest.ts';

/** By which programs that look for leaked secrets find a key. */
const prefix = 'shohayota_';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const tenantLength = 22;
const secretLength = 43;
const checksumLength = 6;
const form = new RegExp(
  `^${prefix}([0-9A-Za-z]{${tenantLength}})([0-9A-Za-z]{${secretLength}})([0-9A-Za-z]{${checksumLength}})$`,
);

/**
 * What a key says of itself: whose it is, and the digest that the database knows it by. A key is random throughout: a digest that
 * is quick to make cannot be guessed either.
 */
export interface KeyText {
  tenantId: string;
  digest: string;
}

/** Whether a text is meant as a key rather than as an access token. */
export const looksLikeKey = (text: string): boolean => text.startsWith(prefix);

/** A new key: the tenant, 32 random bytes and a checksum, all in letters and digits, so that a double click selects it. */
export function makeKeyText(tenantId: string): KeyText & { text: string; hint: string } {
  const content =
    encode(Buffer.from(tenantId.replaceAll('-', ''), 'hex'), tenantLength) + encode(randomBytes(32), secretLength);
  const text = prefix + content + checksumOf(content);
  return { text, tenantId, digest: digest(text), hint: text.slice(-4) };
}

/** Reads a key; null for anything that cannot be one, without asking anybody. */
export function readKeyText(text: string): KeyText | null {
  const [, tenant = '', secret = '', checksum = ''] = form.exec(text) ?? [];
  if (!tenant || checksum !== checksumOf(tenant + secret)) return null;
  const hex = decode(tenant).toString(16).padStart(32, '0');
  if (hex.length > 32) return null;
  return { tenantId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), digest: digest(text) };
}

/** Of a text with a typing error nobody need be asked, and programs that look for keys take nothing else for one. */
const checksumOf = (content: string): string => encodeNumber(BigInt(crc32(content)), checksumLength);

const encode = (bytes: Uint8Array, length: number): string =>
  encodeNumber(BigInt(`0x${Buffer.from(bytes).toString('hex')}`), length);

function encodeNumber(value: bigint, length: number): string {
  let left = value;
  let text = '';
  while (left > 0n) {
    text = alphabet[Number(left % 62n)]! + text;
    left /= 62n;
  }
  return text.padStart(length, '0');
}

const decode = (text: string): bigint =>
  text.split('').reduce((value, sign) => value * 62n + BigInt(alphabet.indexOf(sign)), 0n);
