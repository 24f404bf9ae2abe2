import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { SignedLinks } from './signed-links.ts';

/** Which properties of an entity hold texts that are encrypted, for what, and whose they are. */
export interface EncryptedFields<Row extends object = object> {
  entity: new () => Row;
  purpose: string;
  owner(row: Row): string;
  fields: string[];
}

/** Encrypts with the newest key what is in scope and was encrypted with another that is accepted; says how many texts. */
export async function encryptAnew(
  entityManager: EntityManager,
  links: SignedLinks,
  { entity, purpose, owner, fields }: EncryptedFields,
): Promise<number> {
  let renewed = 0;
  // each waits for whoever is changing it, and is read anew then
  for (const row of await entityManager.findAll(entity, { lockMode: LockMode.PESSIMISTIC_WRITE })) {
    const texts = row as Record<string, string | null>;
    for (const field of fields) {
      const encrypted = texts[field] ?? null;
      if (encrypted === null || links.isCurrent(encrypted)) continue;
      texts[field] = links.encrypt(purpose, owner(row), links.decrypt(purpose, owner(row), encrypted));
      renewed += 1;
    }
  }
  return renewed;
}
