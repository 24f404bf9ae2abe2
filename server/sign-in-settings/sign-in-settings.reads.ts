import { computed, expression } from '../reads/fields.ts';
import { reads } from '../reads/reads.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { offeredMethods } from './sign-in-methods.ts';
import { SignInSettings } from './sign-in-settings.contract.ts';

export const signInSettingsReads = reads(Tenant, SignInSettings, {
  columns: ['secondFactorDemanded'],
  fields: {
    customerMethods: expression((tenant) => tenant.customerSignInMethods),
    agentMethods: expression((tenant) => tenant.agentSignInMethods),
    adminMethods: expression((tenant) => tenant.adminSignInMethods),
    offeredMethods: computed(['id'], () => [...offeredMethods]),
  },
});
