import type { GraphQLResolveInfo } from 'graphql';
import { UserRole } from '../access/viewer.ts';
import type { RequestContext } from '../context.ts';
import { differences } from '../events/field-changes.ts';
import { aboutTenant, recordChanges } from '../events/record.ts';
import type { SignInMethod } from '../sessions/sign-in-method.ts';
import { hasProvider } from '../single-sign-on/offered.ts';
import { lockTenant } from '../tenants/lock-tenant.ts';
import type { Tenant } from '../tenants/tenant.entity.ts';
import { offeredMethods } from './sign-in-methods.ts';
import type { SignInSettings, SignInSettingsUpdateInput } from './sign-in-settings.contract.ts';
import { signInSettingsChanged } from './sign-in-settings.events.ts';
import { readMethods } from './sign-in-settings.policy.ts';
import { signInSettingsReads } from './sign-in-settings.reads.ts';

/** How people of the viewer's tenant sign in; null for others than admins. */
export async function readSignInSettings(context: RequestContext, info: GraphQLResolveInfo) {
  const { admin } = context;
  if (!admin) return null;
  const isOwn = ({ id }: { id: string }, parameter: (value: string, type: string) => string) =>
    `${id} = ${parameter(admin.tenantId, 'uuid')}`;
  return context.one(signInSettingsReads, isOwn, info);
}

/** Changes it. Admins only; fails with REQUIRED. */
export async function updateSignInSettings(
  context: RequestContext,
  { customerMethods, agentMethods, adminMethods, secondFactorDemanded }: SignInSettingsUpdateInput,
): Promise<{ signInSettings: SignInSettings }> {
  const { tenantId } = context.asAdmin('change how people sign in');
  return context.write(async (entityManager) => {
    const tenant = await lockTenant(entityManager, tenantId);
    const offersProvider = await hasProvider(entityManager, tenantId);
    const customers = customerMethods && readMethods(customerMethods, UserRole.CUSTOMER, offersProvider);
    const agents = agentMethods && readMethods(agentMethods, UserRole.AGENT, offersProvider);
    const admins = adminMethods && readMethods(adminMethods, UserRole.ADMIN, offersProvider);
    const former = settingsOf(tenant, offersProvider);
    tenant.customerSignInMethods = customers ?? tenant.customerSignInMethods;
    tenant.agentSignInMethods = agents ?? tenant.agentSignInMethods;
    tenant.adminSignInMethods = admins ?? tenant.adminSignInMethods;
    tenant.secondFactorDemanded = secondFactorDemanded ?? tenant.secondFactorDemanded;
    const signInSettings = settingsOf(tenant, offersProvider);
    const changes = differences(changeable, former, signInSettings, (value) =>
      Array.isArray(value) ? (value as SignInMethod[]).join(', ') : String(value),
    );
    await recordChanges(entityManager, signInSettingsChanged, { ...aboutTenant(tenantId, context.signedIn), changes });
    return { signInSettings };
  });
}

const changeable = ['customerMethods', 'agentMethods', 'adminMethods', 'secondFactorDemanded'] as const;

const settingsOf = (tenant: Tenant, offersProvider: boolean): SignInSettings => ({
  customerMethods: tenant.customerSignInMethods,
  agentMethods: tenant.agentSignInMethods,
  adminMethods: tenant.adminSignInMethods,
  offeredMethods: offeredMethods(offersProvider),
  secondFactorDemanded: tenant.secondFactorDemanded,
});
