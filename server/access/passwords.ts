import { hash, verify } from '@node-rs/argon2';

// the library's default algorithm is argon2id
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Keyboards differ in how they write one and the same letter, above all in Bengali. */
const normal = (password: string) => password.normalize('NFKC');

export const hashPassword = (password: string): Promise<string> => hash(normal(password), parameters);

/** A hash no password fits, so that an unknown address costs the same work as a wrong password. */
const nobodysHash = hashPassword(crypto.randomUUID());

/** Whether `password` fits; takes as long for nobody as for somebody. */
export async function passwordFits(passwordHash: string | null, password: string): Promise<boolean> {
  const fits = await verify(passwordHash ?? (await nobodysHash), normal(password));
  return passwordHash !== null && fits;
}
