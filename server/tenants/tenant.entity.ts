import type { Opt } from '@mikro-orm/postgresql';
import { Check, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { ScopedEntity } from '../access/scope.ts';
import { OpeningHours } from '../opening-hours/opening-hours.contract.ts';
import { officeWeek, tellOpeningHours, type Hours } from '../opening-hours/opening-hours.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'An organisation that offers support through the portal. Tenants never see each other.',
})
@ScopedEntity('tenants', { tableName: 'tenant' })
@Check({
  name: 'tenant_call_check',
  expression:
    'call_slot_minutes between 10 and 240 and call_slot_capacity between 1 and 100 and ' +
    '(call_reminder_minutes = 0 or call_reminder_minutes between 5 and 1440)',
})
@Check({ name: 'tenant_opening_week_check', expression: `jsonb_typeof(opening_week) = 'array'` })
@Check({
  name: 'tenant_attachment_limits_check',
  expression: 'attachment_maximum_size between 1 and 104857600 and attachment_maximum_count between 0 and 10',
})
export class Tenant {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Field(() => String, {
    description: 'Short name in addresses and at sign-in: lower-case letters, digits and hyphens.',
  })
  @Property({ type: 'text', unique: true })
  slug!: string;

  @Field(() => String, { description: 'Display name.' })
  @Property({ type: 'text' })
  name!: string;

  /** The tenant's own host name, when it has one. */
  @Property({ type: 'text', nullable: true, unique: true })
  domain: string | null = null;

  /** Made by the demo seeder, with passwords everybody knows: production refuses to start over it. */
  @Property({ type: 'boolean', default: false })
  demo: boolean = false;

  /** Bytes of one attachment at most: 10 MB unless the tenant says otherwise. */
  @Property({ type: 'integer', default: 10_485_760 })
  attachmentMaximumSize: Opt<number> = 10_485_760;

  /** Attachments of one message at most; `Message.attachments` shows no more than ten. */
  @Property({ type: 'smallint', default: 10 })
  attachmentMaximumCount: Opt<number> = 10;

  /** The media types of attachments the tenant takes; null for all that the portal knows. */
  @Property({ type: 'array', columnType: 'text[]', nullable: true })
  attachmentTypes: Opt<string[]> | null = null;

  /** IANA name of the zone the opening hours are told in. */
  @Property({ type: 'text', default: 'UTC' })
  timeZone: Opt<string> = 'UTC';

  /** Monday to Friday from nine to five unless the tenant says otherwise. */
  @Property({ type: 'json', defaultRaw: `'${JSON.stringify(officeWeek)}'` })
  openingWeek: Opt<Hours['week']> = officeWeek;

  /** Local dates in order, such as `2026-12-16`. */
  @Property({ type: 'array', columnType: 'text[]', default: [] })
  holidays: Opt<string[]> = [];

  /** How long a booked call takes. */
  @Property({ type: 'smallint', default: 30 })
  callSlotMinutes: Opt<number> = 30;

  /** Calls that can be booked for one time. */
  @Property({ type: 'smallint', default: 1 })
  callSlotCapacity: Opt<number> = 1;

  /** How long before a booked call both sides are reminded; 0 for not at all. */
  @Property({ type: 'smallint', default: 30 })
  callReminderMinutes: Opt<number> = 30;

  @Property({ type: 'datetime', length: 3 })
  createdAt!: Date;

  @Field(() => OpeningHours, { description: 'When the tenant answers the telephone, and how calls are booked.' })
  openingHours(): OpeningHours {
    return tellOpeningHours(this);
  }
}
