import { OpeningHoursRow } from '../opening-hours/opening-hours.entity.ts';
import { hasOne } from '../reads/fields.ts';
import { reads } from '../reads/reads.ts';
import { Organisation } from './organisation.contract.ts';
import { Tenant } from './tenant.entity.ts';

export const tenantReads = reads(Tenant, {
  columns: ['slug', 'name', 'accentColor', 'locales', 'defaultLocale', 'legalNotes', 'feedbackEnabled'],
  fields: { openingHours: hasOne(OpeningHoursRow, 'tenantId') },
});

export const organisationFields = [
  'name',
  'accentColor',
  'locales',
  'defaultLocale',
  'mailSenderName',
  'mailReplyTo',
  'legalNotes',
  'feedbackEnabled',
] as const;

export const organisationReads = reads(Tenant, Organisation, { columns: [...organisationFields], fields: {} });
