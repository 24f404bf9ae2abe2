import { z } from 'zod';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';

const letter = String.raw`\p{L}\p{M}\p{N}`;
const atom = `[${letter}!#$%&'*+/=?^_\`{|}~-]+`;
const topLevel = String.raw`(?:\p{L}[\p{L}\p{M}]+|xn--[a-z0-9-]+)`;
const label = `[${letter}](?:[${letter}-]{0,61}[${letter}])?`;

/** In any script, and at a domain that mail can be sent to; quoted forms are not taken. */
const emailAddress = z.email({
  pattern: new RegExp(String.raw`^(?=.{1,64}@)${atom}(?:\.${atom})*@(?:${label}\.)+${topLevel}$`, 'u'),
});

/** What was written as an email address, in lower case. Fails with INVALID on `field`. */
export function readEmailAddress(written: string, field: string): string {
  const email = written.trim().toLowerCase();
  if (emailAddress.safeParse(email).success) return email;
  throw new UserInputError(UserErrorCode.INVALID, 'email must be a valid email address.', field);
}
