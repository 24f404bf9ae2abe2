import { tellOpeningHours } from '../opening-hours/opening-hours.ts';
import { computed } from '../reads/fields.ts';
import { reads } from '../reads/reads.ts';
import { Tenant } from './tenant.entity.ts';

export const tenantReads = reads(Tenant, {
  columns: ['slug', 'name'],
  fields: {
    openingHours: computed(
      ['timeZone', 'openingWeek', 'holidays', 'callSlotMinutes', 'callSlotCapacity', 'callReminderMinutes'],
      (tenant) => tellOpeningHours(tenant),
    ),
  },
});
