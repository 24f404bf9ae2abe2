import type { EntityManager } from '@mikro-orm/postgresql';
import { textLimits } from '#shared/limits.ts';
import { singleSignOnLimits } from '#shared/single-sign-on.ts';
import { toSingleLine } from '#shared/text.ts';
import type { RequestContext } from '../context.ts';
import { differences, stateOf } from '../events/field-changes.ts';
import { aboutTenant, recordChanges } from '../events/record.ts';
import { issueOf } from '../graphql/input.ts';
import { textSchema } from '../graphql/text.ts';
import { UserErrorCode, UserInputError, wrongState, type UserError } from '../graphql/user-error.ts';
import type { Portal } from '../portal.ts';
import { assertOtherMethods } from '../sign-in-settings/sign-in-settings.policy.ts';
import { readDomains } from '../sign-up/email-domain.ts';
import { lockTenant } from '../tenants/lock-tenant.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { tenantUrl } from '../tenants/tenant.service.ts';
import { isComplete } from './offered.ts';
import { checkProvider, encryptSecret, protocolsOf } from './provider.ts';
import { callbackPath } from './paths.ts';
import type { SingleSignOnProblem } from './single-sign-on-problem.ts';
import type { SingleSignOn, SingleSignOnUpdateInput } from './single-sign-on.contract.ts';
import { SingleSignOnIdentity, SingleSignOnRow } from './single-sign-on.entity.ts';
import { singleSignOnChanged } from './single-sign-on.events.ts';

type Changed = Promise<{ singleSignOn: SingleSignOn }>;

/** Single sign-on of the viewer's organisation; null for others than admins. */
export async function readSingleSignOn(context: RequestContext): Promise<SingleSignOn | null> {
  const { admin } = context;
  if (!admin) return null;
  const { tenant, settings } = await context.write(async (entityManager) => ({
    tenant: await entityManager.findOneOrFail(Tenant, admin.tenantId),
    settings: await findSettings(entityManager, admin.tenantId),
  }));
  return shown(context.portal, tenant, settings);
}

/** Changes it. Admins only; fails with REQUIRED, TOO_LONG, TOO_MANY, INVALID or WRONG_STATE. */
export async function updateSingleSignOn(context: RequestContext, input: SingleSignOnUpdateInput): Changed {
  context.asAdmin('change single sign-on');
  const given = read(context.portal, input);
  const { clientSecret: secret } = input;
  return change(context, async (settings, tenant, entityManager) => {
    const { tenantId, issuer } = settings;
    Object.assign(settings, given);
    // nobody gets the secret of one provider by naming another one
    if (settings.issuer !== issuer) settings.clientSecret = null;
    if (secret !== undefined)
      settings.clientSecret = secret ? encryptSecret(context.portal, tenantId, secret.trim()) : null;
    if (settings.enabled) assertComplete(settings);
    else assertOtherMethods(tenant, 'input.enabled');
    entityManager.persist(settings);
  });
}

/** Forgets the provider and whom it knows; people sign in by other ways. Admins only; fails with WRONG_STATE where they have none. */
export async function removeSingleSignOn(context: RequestContext): Changed {
  const { tenantId } = context.asAdmin('change single sign-on');
  return change(context, async (settings, tenant, entityManager) => {
    assertOtherMethods(tenant, undefined);
    await entityManager.nativeDelete(SingleSignOnIdentity, { tenantId });
    Object.assign(settings, new SingleSignOnRow(), { tenantId });
  });
}

/** Asks the provider what it is. Admins only; fails with WRONG_STATE where none was entered. */
export async function checkSingleSignOn(context: RequestContext): Promise<{ problems: SingleSignOnProblem[] }> {
  const { tenantId } = context.asAdmin('check single sign-on');
  const settings = await context.write((entityManager) => findSettings(entityManager, tenantId));
  if (!isComplete(settings)) throw wrongState('No provider was entered.');
  return { problems: await checkProvider(context.portal, settings) };
}

/** One change in one transaction, with its event. */
async function change(
  context: RequestContext,
  apply: (settings: SingleSignOnRow, tenant: Tenant, entityManager: EntityManager) => Promise<void>,
): Changed {
  const { portal, signedIn: actor } = context;
  const { tenantId } = actor;
  // whom the provider knows is the portal's own
  return context.writeAsPortal(async (entityManager) => {
    const tenant = await lockTenant(entityManager, tenantId);
    const settings = await findSettings(entityManager, tenantId);
    const former = stateOf(recordedFields, settings);
    await apply(settings, tenant, entityManager);
    const changes = differences(recordedFields, former, settings, (value, field) =>
      field !== 'clientSecret' && (typeof value === 'string' || typeof value === 'boolean') ? String(value) : null,
    );
    await recordChanges(entityManager, singleSignOnChanged, { ...aboutTenant(tenantId, actor), changes });
    return { singleSignOn: shown(portal, tenant, settings) };
  });
}

const recordedFields = [
  'enabled',
  'issuer',
  'clientId',
  'clientSecret',
  'label',
  'domains',
  'newAccounts',
  'roleClaim',
  'agentValues',
  'adminValues',
] as const;

/** Those of a tenant; what has not been saved yet is not stored. */
const findSettings = async (entityManager: EntityManager, tenantId: string): Promise<SingleSignOnRow> =>
  (await entityManager.findOne(SingleSignOnRow, { tenantId })) ?? Object.assign(new SingleSignOnRow(), { tenantId });

function shown(portal: Portal, tenant: Tenant, settings: SingleSignOnRow): SingleSignOn {
  const { clientSecret, ...rest } = stateOf(recordedFields, settings);
  return {
    ...rest,
    hasClientSecret: clientSecret !== null,
    redirectUri: `${tenantUrl(portal.config, tenant)}${callbackPath}`,
  };
}

function assertComplete({ issuer, clientId, domains }: SingleSignOnRow): void {
  const required = (field: string) => ({
    code: UserErrorCode.REQUIRED,
    message: `${field} must not be empty.`,
    field: `input.${field}`,
  });
  const missing = [
    ...(issuer === null ? [required('issuer')] : []),
    ...(clientId === null ? [required('clientId')] : []),
    ...(domains.length === 0 ? [required('domains')] : []),
  ];
  if (missing.length > 0) throw new UserInputError(missing);
}

/** The given fields as they are stored, but for the secret. */
function read(portal: Portal, input: SingleSignOnUpdateInput): Partial<SingleSignOnRow> {
  const { enabled, issuer, clientId, label, domains, newAccounts, roleClaim, agentValues, adminValues } = input;
  return {
    ...(enabled != null && { enabled }),
    ...(issuer != null && { issuer: readIssuer(portal, issuer) }),
    ...(clientId != null && { clientId: clientId.trim() }),
    ...(label !== undefined && { label: toSingleLine(label ?? '') || null }),
    ...(domains != null && { domains: readDomains(domains, 'input.domains', singleSignOnLimits.domains) }),
    ...(newAccounts != null && { newAccounts }),
    ...(roleClaim !== undefined && { roleClaim: roleClaim?.trim() || null }),
    ...(agentValues != null && { agentValues: readValues(agentValues, 'agentValues') }),
    ...(adminValues != null && { adminValues: readValues(adminValues, 'adminValues') }),
  };
}

function readIssuer(portal: Portal, written: string): string {
  const text = written.trim();
  const protocols = protocolsOf(portal);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && protocols.includes(url.protocol) && !url.username && !url.password && !url.search && !url.hash)
    return text;
  const message = `issuer must be an address that begins with ${protocols.join('// or ')}//, without a query.`;
  throw new UserInputError(UserErrorCode.INVALID, message, 'input.issuer');
}

/** Each once, in the order in which they were written. Fails with every rule that is broken. */
function readValues(written: string[], field: 'agentValues' | 'adminValues'): string[] {
  const { values: most } = singleSignOnLimits;
  if (written.length > most)
    throw new UserInputError(UserErrorCode.TOO_MANY, `${field} must be at most ${most}.`, `input.${field}`);
  const schema = textSchema(field, { maximum: textLimits.name });
  const broken: UserError[] = written.flatMap((value, index) => {
    const issue = issueOf(schema, value);
    return issue ? [{ ...issue, field: `input.${field}.${index}` }] : [];
  });
  if (broken.length > 0) throw new UserInputError(broken);
  return [...new Set(written.map((value) => value.trim()))];
}
