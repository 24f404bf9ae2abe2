import { randomBytes } from 'node:crypto';
import { channel } from 'node:diagnostics_channel';
import { hash, verify } from '@node-rs/argon2';

// the library's default algorithm is argon2id
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Keyboards encode the same letter differently, above all in Bengali. */
const normalize = (password: string) => password.normalize('NFKC');

export const hashPassword = (password: string): Promise<string> => hash(normalize(password), parameters);

export const makeSalt = (): Buffer => randomBytes(16);

/** The same for a salt that is given: of one of several secrets that are stored with one salt. */
export const hashPasswordWith = (salt: Uint8Array, password: string): Promise<string> =>
  hash(normalize(password), { ...parameters, salt });

/** The hash of a password that nobody has: of an account whose owner comes in by other ways, and may request a password. */
export const unknownPassword = (): Promise<string> => hashPassword(crypto.randomUUID());

/** Verified where there is no user, so that an unknown address takes as long as a wrong password. */
const dummyHash = unknownPassword();

/** Tells operators' tools each time that a password is tried, and nothing of whose it is. */
const tried = channel('portal.password.tried');

/** Whether the password is right. Null for no such user, which takes as long. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  tried.publish({});
  const isRight = await verify(passwordHash ?? (await dummyHash), normalize(password));
  return passwordHash !== null && isRight;
}
