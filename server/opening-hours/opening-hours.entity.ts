import type { Opt } from '@mikro-orm/postgresql';
import { Check, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { ScopedEntity } from '../access/scope.ts';
import { officeWeek, type Hours } from './opening-hours.ts';

/** When a tenant answers the telephone and makes calls. Every tenant has a row; bookings lock it. */
@ScopedEntity('settings', { tableName: 'opening_hours' })
@Check({ name: 'opening_hours_week_check', expression: `jsonb_typeof(week) = 'array'` })
@Check({
  name: 'opening_hours_calls_check',
  expression:
    'slot_minutes between 10 and 240 and slot_capacity between 1 and 100 and ' +
    '(reminder_minutes = 0 or reminder_minutes between 5 and 1440) and notice_minutes between 0 and 10080',
})
export class OpeningHoursRow implements Hours {
  @PrimaryKey({ type: 'uuid' })
  tenantId!: string;

  /** IANA name of the zone of all local times here. */
  @Property({ type: 'text', default: 'UTC' })
  timeZone: Opt<string> = 'UTC';

  /** Monday to Friday from nine to five unless the tenant says otherwise. */
  @Property({ type: 'json', defaultRaw: `'${JSON.stringify(officeWeek)}'` })
  week: Opt<Hours['week']> = officeWeek;

  /** Local dates in order, such as `2026-12-16`. */
  @Property({ type: 'array', columnType: 'text[]', default: [] })
  holidays: Opt<string[]> = [];

  /** How long a booked call takes. */
  @Property({ type: 'smallint', default: 30 })
  slotMinutes: Opt<number> = 30;

  /** Calls that can be booked in one slot. */
  @Property({ type: 'smallint', default: 1 })
  slotCapacity: Opt<number> = 1;

  /** How long before a booked call both sides are reminded; 0 for not at all. */
  @Property({ type: 'smallint', default: 30 })
  reminderMinutes: Opt<number> = 30;

  /** Whether customers can ask for calls. */
  @Property({ type: 'boolean', default: true })
  callsEnabled: Opt<boolean> = true;

  /** How long before a slot it can still be booked. */
  @Property({ type: 'integer', default: 0 })
  noticeMinutes: Opt<number> = 0;
}
