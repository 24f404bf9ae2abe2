import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { GraphQLResolveInfo } from 'graphql';
import { v7 as uuid } from 'uuid';
import { adminScopes, isKeyScope, keyLimits, staffScopes, type KeyScope } from '#shared/key-scopes.ts';
import { toSingleLine } from '#shared/text.ts';
import { readAddressRange } from '../access/address-ranges.ts';
import { noteEndedSessions } from '../access/ended-sessions.ts';
import { makeKeyText } from '../access/key-text.ts';
import { UserRole, isAdmin } from '../access/viewer.ts';
import type { AccountEmail } from '../account-links/account-link.emails.ts';
import { enqueueAccountMail } from '../account-links/account-mail.ts';
import type { RequestContext } from '../context.ts';
import { Customer } from '../customers/customer.entity.ts';
import { isUuid } from '../database/uuid.ts';
import { nextChangeTime } from '../events/change-time.ts';
import type { PortalEventDeclaration } from '../events/portal-event.ts';
import { recordNumbered, type EventFacts } from '../events/record.ts';
import { forbiddenToRead } from '../graphql/errors.ts';
import { UserErrorCode, UserInputError, notFound, wrongState } from '../graphql/user-error.ts';
import type { PageArgs } from '../reads/connection.ts';
import { lockTenant } from '../tenants/lock-tenant.ts';
import { UserRow } from '../users/user.entity.ts';
import type { ApiKeyCreateInput, ApiKeyRotateInput } from './api-key.contract.ts';
import { ApiKeyRow, ApiKeySecretRow } from './api-key.entity.ts';
import { aboutKey, apiKeyCreated, apiKeyRevoked, apiKeyRotated } from './api-key.events.ts';
import { apiKeyReads, newestKeyFirst } from './api-key.reads.ts';

const hour = 60 * 60 * 1_000;

type Changed = Promise<{ apiKeyId: string }>;
type Made = Promise<{ apiKeyId: string; secret: string }>;

/** The keys of the tenant that are not revoked. Throws FORBIDDEN for all but admins. */
export async function readApiKeys(context: RequestContext, page: PageArgs, info: GraphQLResolveInfo) {
  if (!isAdmin(context.signedIn)) throw forbiddenToRead('Only admins can list API keys.');
  return context.page(apiKeyReads, { page, order: newestKeyFirst, where: (key) => `${key.revokedAt} is null` }, info);
}

/** Creates a key. Fails with FORBIDDEN, REQUIRED, INVALID, NOT_FOUND or TOO_MANY. */
export async function createApiKey(context: RequestContext, input: ApiKeyCreateInput): Made {
  const viewer = context.asAdmin('manage API keys');
  const { tenantId } = viewer;
  const scopes = readScopes(input.scopes, input.customerId != null);
  const addresses = readAddresses(input.addresses ?? []);
  assertExpiry(input.expiresAt);
  return context.writeAsPortal(async (entityManager) => {
    const tenant = await lockTenant(entityManager, tenantId);
    if ((await entityManager.count(ApiKeyRow, { revokedAt: null })) >= keyLimits.keys)
      throw new UserInputError(UserErrorCode.TOO_MANY, `There can be at most ${keyLimits.keys} API keys: revoke one.`);
    const customerId = await readCustomer(entityManager, input.customerId ?? null);
    const { timeZone } = await entityManager.findOneOrFail(UserRow, viewer.userId);
    const id = uuid();
    const createdAt = await nextChangeTime(entityManager, tenantId);
    entityManager.create(UserRow, {
      id,
      tenantId,
      customerId,
      role: customerId ? UserRole.CUSTOMER : roleOf(scopes),
      name: toSingleLine(input.name),
      // no address, so that nobody can sign in or be invited with it
      email: `key:${id}`,
      isKey: true,
      locale: tenant.defaultLocale,
      timeZone,
      deactivatedAt: createdAt,
      createdAt,
    });
    await entityManager.flush();
    const { text, hint, digest } = makeKeyText(tenantId);
    const { expiresAt } = input;
    const about = { id, tenantId, customerId, scopes, addresses, hint, expiresAt };
    const key = entityManager.create(ApiKeyRow, { ...about, createdById: viewer.userId, createdAt });
    await entityManager.flush();
    entityManager.create(ApiKeySecretRow, { id: uuid(), tenantId, userId: id, digest, expiresAt });
    await recordAndTellAdmins(entityManager, apiKeyCreated, 'API_KEY_CREATED', aboutKey(key, viewer, createdAt));
    return { apiKeyId: id, secret: text };
  });
}

/** Gives a key another secret. Fails with FORBIDDEN, NOT_FOUND, WRONG_STATE or INVALID. */
export async function rotateApiKey(
  context: RequestContext,
  id: string,
  { expiresAt, overlapHours }: ApiKeyRotateInput,
): Made {
  const viewer = context.asAdmin('manage API keys');
  assertExpiry(expiresAt);
  if (overlapHours < 0 || overlapHours > keyLimits.overlapHours) {
    const rule = `overlapHours must be 0 to ${keyLimits.overlapHours}.`;
    throw new UserInputError(UserErrorCode.INVALID, rule, 'input.overlapHours');
  }
  return context.writeAsPortal(async (entityManager) => {
    const key = await lockKey(entityManager, id);
    if (key.revokedAt) throw wrongState('The key is revoked: create another.', 'id');
    const { text, hint, digest } = makeKeyText(key.tenantId);
    const now = Date.now();
    const [former, ...older] = await secretsOf(entityManager, key);
    if (former) former.expiresAt = new Date(Math.min(former.expiresAt.getTime(), now + overlapHours * hour));
    const isOver = former !== undefined && former.expiresAt.getTime() <= now;
    await endSecrets(entityManager, isOver ? [former, ...older] : older);
    key.formerExpiresAt = isOver ? null : (former?.expiresAt ?? null);
    Object.assign(key, { hint, expiresAt });
    entityManager.create(ApiKeySecretRow, { id: uuid(), tenantId: key.tenantId, userId: id, digest, expiresAt });
    await recordAndTellAdmins(entityManager, apiKeyRotated, 'API_KEY_ROTATED', aboutKey(key, viewer));
    return { apiKeyId: id, secret: text };
  });
}

/** Ends a key on every server. Fails with FORBIDDEN or NOT_FOUND. */
export function revokeApiKey(context: RequestContext, id: string): Changed {
  const viewer = context.asAdmin('manage API keys');
  return context.writeAsPortal(async (entityManager) => {
    const key = await lockKey(entityManager, id);
    if (key.revokedAt) return { apiKeyId: id };
    key.revokedAt = new Date();
    key.formerExpiresAt = null;
    await endSecrets(entityManager, await secretsOf(entityManager, key));
    await recordAndTellAdmins(entityManager, apiKeyRevoked, 'API_KEY_REVOKED', aboutKey(key, viewer));
    return { apiKeyId: id };
  });
}

const roleOf = (scopes: KeyScope[]): UserRole =>
  scopes.some((scope) => adminScopes.includes(scope)) ? UserRole.ADMIN : UserRole.AGENT;

function readScopes(given: string[], isOfCustomer: boolean): KeyScope[] {
  const field = 'input.scopes';
  const scopes = [...new Set(given.map((scope) => scope.trim()))];
  if (scopes.length === 0) throw new UserInputError(UserErrorCode.REQUIRED, 'Choose at least one scope.', field);
  if (!scopes.every(isKeyScope)) throw new UserInputError(UserErrorCode.INVALID, 'There is no such scope.', field);
  const forStaff = isOfCustomer ? scopes.filter((scope) => staffScopes.includes(scope)) : [];
  if (forStaff.length === 0) return scopes;
  const message = `A key that stands for a customer cannot have ${forStaff.join(', ')}.`;
  throw new UserInputError(UserErrorCode.INVALID, message, field);
}

function readAddresses(given: string[]): string[] {
  const field = 'input.addresses';
  if (given.length > keyLimits.addresses)
    throw new UserInputError(UserErrorCode.TOO_MANY, `There can be at most ${keyLimits.addresses} addresses.`, field);
  return [
    ...new Set(
      given.map((text, index) => {
        const range = readAddressRange(text);
        if (range) return range;
        const rule = 'An address must be one of IPv4 or IPv6, or a range such as 203.0.113.0/24.';
        throw new UserInputError(UserErrorCode.INVALID, rule, `${field}.${index}`);
      }),
    ),
  ];
}

function assertExpiry(expiresAt: Date): void {
  const days = (expiresAt.getTime() - Date.now()) / (24 * hour);
  if (days > 0 && days <= keyLimits.days) return;
  const rule = `expiresAt must be in the future, and at most ${keyLimits.days} days away.`;
  throw new UserInputError(UserErrorCode.INVALID, rule, 'input.expiresAt');
}

async function readCustomer(entityManager: EntityManager, id: string | null): Promise<string | null> {
  if (id === null) return null;
  const customer = isUuid(id) && (await entityManager.findOne(Customer, id));
  if (!customer) throw notFound('Customer', 'input.customerId');
  return customer.id;
}

async function lockKey(entityManager: EntityManager, id: string): Promise<ApiKeyRow> {
  const key = isUuid(id) && (await entityManager.findOne(ApiKeyRow, id, { lockMode: LockMode.PESSIMISTIC_WRITE }));
  if (!key) throw notFound('API key', 'id');
  return key;
}

/** Newest first. */
const secretsOf = (entityManager: EntityManager, { id: userId }: ApiKeyRow): Promise<ApiKeySecretRow[]> =>
  entityManager.find(ApiKeySecretRow, { userId }, { orderBy: { id: 'desc' } });

/** From the commit on nothing is opened with these, and what was is closed. */
async function endSecrets(entityManager: EntityManager, secrets: ApiKeySecretRow[]): Promise<void> {
  for (const secret of secrets) entityManager.remove(secret);
  await entityManager.flush();
  await noteEndedSessions(
    entityManager,
    secrets.map(({ id }) => id),
  );
}

/** The email is sent to all admins, and none of them can mute it. */
async function recordAndTellAdmins(
  entityManager: EntityManager,
  event: PortalEventDeclaration,
  mail: AccountEmail,
  facts: EventFacts,
): Promise<void> {
  const { sequence } = await recordNumbered(entityManager, event, facts);
  const admins = await entityManager.find(
    UserRow,
    { role: UserRole.ADMIN, deactivatedAt: null, passwordHash: { $ne: null } },
    { orderBy: { id: 'asc' } },
  );
  for (const admin of admins) await enqueueAccountMail(entityManager, admin, mail, { originSequence: sequence });
}
