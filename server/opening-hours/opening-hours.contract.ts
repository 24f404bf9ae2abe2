import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Keys } from '../access/key-rules.ts';
import { DateTime } from '../graphql/date-time.ts';
import { Payload } from '../graphql/user-error.ts';
import { Weekday } from './opening-hours.ts';

registerEnumType(Weekday, {
  name: 'Weekday',
  description: 'A day of the week.',
  valuesConfig: Object.fromEntries(
    Object.values(Weekday).map((day) => [day, { description: `${day[0]}${day.slice(1).toLowerCase()}.` }]),
  ),
});

@ObjectType({
  simpleResolvers: true,
  description: 'A weekly interval in which the telephone is answered.',
})
export class OpeningInterval {
  @Field(() => Weekday, { description: 'Day of the week.' })
  weekday!: Weekday;

  @Field(() => String, { description: 'Start in local time, such as `09:00`.' })
  opensAt!: string;

  @Field(() => String, { description: 'End in local time, such as `17:30`, or `24:00` for midnight.' })
  closesAt!: string;
}

@Keys('any')
@ObjectType({ simpleResolvers: true, description: 'When a tenant answers the telephone, and how calls are booked.' })
export class OpeningHours {
  @Field(() => String, { description: 'IANA name of the time zone of all local times here, such as `Asia/Dhaka`.' })
  timeZone!: string;

  @Field(() => [OpeningInterval], {
    description: 'The intervals of a week from Monday on; several on days with breaks.',
    complexity: 1,
  })
  week!: OpeningInterval[];

  @Field(() => [String], {
    description: 'Local dates on which the tenant is closed, such as `2026-12-16`, in chronological order.',
  })
  holidays!: string[];

  @Field(() => Int, { description: 'Length of a slot in minutes.' })
  slotMinutes!: number;

  @Field(() => Int, { description: 'How many calls can be booked in one slot.' })
  slotCapacity!: number;

  @Field(() => Int, {
    description: 'How many minutes before a booked call both sides are reminded; 0 for no reminders.',
  })
  reminderMinutes!: number;

  @Field(() => Boolean, {
    description:
      'Whether customers can ask for calls. Where they cannot, calls they have keep their times, and staff can still make them.',
  })
  callsEnabled!: boolean;

  @Field(() => Int, {
    description: 'How many minutes before a slot customers can still book it; it does not bind staff.',
  })
  noticeMinutes!: number;

  @Field(() => Boolean, {
    description: 'Whether the tenant is open now, so that calls as soon as possible can be requested.',
  })
  isOpen!: boolean;

  @Field(() => DateTime, { nullable: true, description: 'When the tenant closes; null while it is closed.' })
  closesAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the tenant opens next; null when it does not within 60 days.',
  })
  nextOpeningAt!: Date | null;
}

@InputType({ description: 'A weekly interval in which the telephone is answered.' })
export class OpeningIntervalInput {
  @Field(() => Weekday, { description: 'Day of the week.' })
  weekday!: Weekday;

  @Field(() => String, { description: 'Start in local time, such as `09:00`.' })
  opensAt!: string;

  @Field(() => String, { description: 'End in local time, later than the start; `24:00` for midnight.' })
  closesAt!: string;
}

@InputType({
  description:
    'Changes to the opening hours; omitted fields stay unchanged. Calls that are already booked keep their times.',
})
export class OpeningHoursUpdateInput {
  @Field(() => String, { nullable: true, description: 'IANA name of the time zone, such as `Asia/Dhaka`.' })
  timeZone?: string | null;

  @Field(() => [OpeningIntervalInput], {
    nullable: true,
    description: 'The new week as a whole: at most 50 intervals that do not overlap; empty for never open.',
  })
  week?: OpeningIntervalInput[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'The new holidays as a whole: at most 366 local dates, such as `2026-12-16`.',
  })
  holidays?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'Length of a slot in minutes, 10 to 240.' })
  slotMinutes?: number | null;

  @Field(() => Int, { nullable: true, description: 'How many calls can be booked in one slot, 1 to 100.' })
  slotCapacity?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many minutes before a booked call both sides are reminded, 5 to 1,440, or 0 for no reminders. Applies to calls booked from now on.',
  })
  reminderMinutes?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether customers can ask for calls.' })
  callsEnabled?: boolean | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many minutes before a slot customers can still book it, 0 to 10,080 (a week).',
  })
  noticeMinutes?: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'Result of `openingHoursUpdate`.' })
export class OpeningHoursUpdatePayload extends Payload {
  @Field(() => OpeningHours, {
    nullable: true,
    description: 'The opening hours after the change; null when there are user errors.',
  })
  openingHours?: OpeningHours | null;
}
