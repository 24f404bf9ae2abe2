import { tellOpeningHours, type TenantCalls } from '../opening-hours/opening-hours.ts';
import { column, computed, type Projection } from '../reads/projection.ts';

export const tenantProjection: Projection = {
  type: 'Tenant',
  table: 'tenant',
  scope: 'none',
  fields: {
    slug: column('slug'),
    name: column('name'),
    timeZone: column('time_zone'),
    openingWeek: column('opening_week'),
    holidays: column('holidays'),
    callSlotMinutes: column('call_slot_minutes'),
    callSlotCapacity: column('call_slot_capacity'),
    callReminderMinutes: column('call_reminder_minutes'),
    openingHours: computed<TenantCalls>(
      ['timeZone', 'openingWeek', 'holidays', 'callSlotMinutes', 'callSlotCapacity', 'callReminderMinutes'],
      (tenant) => tellOpeningHours(tenant),
    ),
  },
};
