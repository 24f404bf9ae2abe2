import { computed, expression } from '../reads/fields.ts';
import { reads } from '../reads/reads.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { offeredMethods } from './sign-in-methods.ts';
import { SignInSettings } from './sign-in-settings.contract.ts';

const hasProvider = expression<Tenant, boolean>(
  ({ id }) => `exists (select from single_sign_on provider where provider.tenant_id = ${id} and provider.enabled)`,
);

export const signInSettingsReads = reads(Tenant, SignInSettings, {
  columns: ['secondFactorDemanded'],
  fields: {
    customerMethods: expression((tenant) => tenant.customerSignInMethods),
    agentMethods: expression((tenant) => tenant.agentSignInMethods),
    adminMethods: expression((tenant) => tenant.adminSignInMethods),
    offeredMethods: computed([], (tenant) => offeredMethods(tenant.hasProvider), { hasProvider }),
  },
});
