import { domainToASCII, domainToUnicode } from 'node:url';
import { z } from 'zod';
import { toPlainSigns, withLatinDigits } from '#shared/text.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';

const letter = String.raw`\p{L}\p{M}\p{N}`;
const atom = `[${letter}#$&'*+/=?^_\`{|}~-]+`;
const topLevel = String.raw`\p{L}[\p{L}\p{M}]+`;
const label = `[${letter}](?:[${letter}-]{0,61}[${letter}])?`;

/** In any script, and at a domain that mail can be sent to. Quoted forms are refused, and so is `%` or `!`, by which mail is routed on. */
const emailAddress = z.email({
  pattern: new RegExp(String.raw`^(?=.{1,64}@)${atom}(?:\.${atom})*@(?:${label}\.)+${topLevel}$`, 'u'),
});

/**
 * The one form of an email address, however it was written: in lower case and Unicode form NFC, the domain in its own script,
 * without what is pasted along unseen. What is no email address stays what it is, and belongs to nobody.
 */
export function canonicalEmailAddress(written: string): string {
  const email = toPlainSigns(written)
    .toLowerCase()
    .replace(/^mailto:/, '');
  const at = email.lastIndexOf('@');
  const local = latinIfAscii(email.slice(0, at));
  const domain = email
    .slice(at + 1)
    .split('.')
    .map(latinIfAscii)
    .join('.');
  // empty for what no domain can be
  const ascii = domainToASCII(domain);
  return ascii ? `${local}@${domainToUnicode(ascii)}`.normalize('NFC') : email;
}

/** Whether what is in its one form is an email address. */
export const isEmailAddress = (email: string): boolean => emailAddress.safeParse(email).success;

/** What was written as an email address, in its one form. Fails with INVALID on `field`. */
export function readEmailAddress(written: string, field: string): string {
  const email = canonicalEmailAddress(written);
  if (isEmailAddress(email)) return email;
  throw new UserInputError(UserErrorCode.INVALID, 'email must be a valid email address.', field);
}

/** Digits of another keyboard between letters of Latin are meant as those of Latin. */
function latinIfAscii(part: string): string {
  const latin = withLatinDigits(part);
  return /^\p{ASCII}*$/u.test(latin) ? latin : part;
}
