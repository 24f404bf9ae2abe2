import { OpeningHoursRow } from '../opening-hours/opening-hours.entity.ts';
import { hasOne } from '../reads/fields.ts';
import { reads } from '../reads/reads.ts';
import { Tenant } from './tenant.entity.ts';

export const tenantReads = reads(Tenant, {
  columns: ['slug', 'name'],
  fields: { openingHours: hasOne(OpeningHoursRow, 'tenantId') },
});
