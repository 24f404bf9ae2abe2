import type { EntityManager } from '@mikro-orm/postgresql';

/** The most people one note can mention. */
const maximumMentions = 20;

/** The staff who are mentioned in a note as `@Their Name`, whatever the case. Of names that begin alike the longest counts. */
export async function findMentioned(entityManager: EntityManager, tenantId: string, body: string): Promise<string[]> {
  if (!body.includes('@')) return [];
  const text = body.toLowerCase();
  const candidates = await entityManager.execute<{ id: string; name: string }[]>(
    `select id, lower(name) as name from portal_user
     where tenant_id = ? and role <> 'CUSTOMER' and deactivated_at is null and position('@' || lower(name) in ?) > 0
     order by name, id`,
    [tenantId, text],
  );
  return candidates
    .filter(({ name }) => {
      const longer = candidates.filter((other) => other.name !== name && other.name.startsWith(name));
      return mentions(
        longer.reduce((left, other) => left.replaceAll(`@${other.name}`, ''), text),
        name,
      );
    })
    .slice(0, maximumMentions)
    .map(({ id }) => id);
}

/** `@Ali` is not mentioned in `@Alice`. */
const mentions = (text: string, name: string): boolean =>
  text
    .split(`@${name}`)
    .slice(1)
    .some((rest) => !/^[\p{L}\p{M}\p{N}]/u.test(rest));
