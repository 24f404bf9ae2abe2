import { expression } from '../reads/fields.ts';
import { reads } from '../reads/reads.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { SignUpSettings } from './sign-up-settings.contract.ts';

export const signUpSettingsReads = reads(Tenant, SignUpSettings, {
  columns: [],
  fields: {
    mode: expression((tenant) => tenant.signUpMode),
    domains: expression((tenant) => tenant.signUpDomains),
  },
});
