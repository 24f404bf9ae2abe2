import { OpeningHoursRow } from '../opening-hours/opening-hours.entity.ts';
import { computed, hasOne } from '../reads/fields.ts';
import { reads } from '../reads/reads.ts';
import { logoOf } from './logo.ts';
import { Organisation } from './organisation.contract.ts';
import { Tenant } from './tenant.entity.ts';

const logo = computed<Tenant, 'slug' | 'logoFile'>(['slug', 'logoFile'], logoOf);

export const tenantReads = reads(Tenant, {
  columns: ['slug', 'name', 'accentColor', 'locales', 'defaultLocale', 'legalNotes', 'feedbackEnabled', 'signUpMode'],
  fields: { logo, openingHours: hasOne(OpeningHoursRow, 'tenantId') },
});

export const organisationColumns = [
  'name',
  'accentColor',
  'locales',
  'defaultLocale',
  'mailSenderName',
  'mailReplyTo',
  'legalNotes',
  'feedbackEnabled',
  'feedbackAfter',
  'feedbackDelayHours',
] as const;

export const organisationFields = [...organisationColumns, 'logo'] as const;

export const organisationReads = reads(Tenant, Organisation, { columns: [...organisationColumns], fields: { logo } });
