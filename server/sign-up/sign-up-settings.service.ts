import type { GraphQLResolveInfo } from 'graphql';
import { mostSignUpDomains } from '#shared/sign-up.ts';
import type { RequestContext } from '../context.ts';
import { differences } from '../events/field-changes.ts';
import { aboutTenant, recordChanges } from '../events/record.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';
import { lockTenant } from '../tenants/lock-tenant.ts';
import type { Tenant } from '../tenants/tenant.entity.ts';
import { readDomains } from './email-domain.ts';
import { SignUpMode } from './sign-up-mode.ts';
import type { SignUpSettings, SignUpSettingsUpdateInput } from './sign-up-settings.contract.ts';
import { signUpSettingsChanged } from './sign-up-settings.events.ts';
import { signUpSettingsReads } from './sign-up-settings.reads.ts';

/** How customers of the viewer's tenant get an account; null for others than admins. */
export async function readSignUpSettings(context: RequestContext, info: GraphQLResolveInfo) {
  const { admin } = context;
  if (!admin) return null;
  const isOwn = ({ id }: { id: string }, parameter: (value: string, type: string) => string) =>
    `${id} = ${parameter(admin.tenantId, 'uuid')}`;
  return context.one(signUpSettingsReads, isOwn, info);
}

/** Changes it. Admins only; fails with every domain that is none, TOO_MANY, or REQUIRED. */
export async function updateSignUpSettings(
  context: RequestContext,
  { mode, domains }: SignUpSettingsUpdateInput,
): Promise<{ signUpSettings: SignUpSettings }> {
  const { tenantId } = context.asAdmin('change how customers get an account');
  const given = domains && readDomains(domains, 'input.domains', mostSignUpDomains);
  return context.write(async (entityManager) => {
    const tenant = await lockTenant(entityManager, tenantId);
    const former = settingsOf(tenant);
    tenant.signUpMode = mode ?? tenant.signUpMode;
    tenant.signUpDomains = given ?? tenant.signUpDomains;
    const signUpSettings = settingsOf(tenant);
    if (signUpSettings.mode === SignUpMode.DOMAINS && signUpSettings.domains.length === 0)
      throw new UserInputError(UserErrorCode.REQUIRED, 'domains must not be empty.', 'input.domains');
    const changes = differences(['mode', 'domains'], former, signUpSettings, (value) =>
      typeof value === 'string' ? value : null,
    );
    await recordChanges(entityManager, signUpSettingsChanged, { ...aboutTenant(tenantId, context.signedIn), changes });
    return { signUpSettings };
  });
}

const settingsOf = ({ signUpMode: mode, signUpDomains: domains }: Tenant): SignUpSettings => ({ mode, domains });
