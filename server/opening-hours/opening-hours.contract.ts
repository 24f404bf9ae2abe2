import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
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
  description: 'From when till when the telephone is answered on a day of the week.',
})
export class OpeningInterval {
  @Field(() => Weekday, { description: 'Every week on this day.' })
  weekday!: Weekday;

  @Field(() => String, { description: 'Local time it begins, such as `09:00`.' })
  opensAt!: string;

  @Field(() => String, { description: 'Local time it ends, such as `17:30`, or `24:00` for midnight.' })
  closesAt!: string;
}

@ObjectType({ simpleResolvers: true, description: 'When a tenant answers the telephone and makes calls.' })
export class OpeningHours {
  @Field(() => String, { description: 'IANA time zone of all that is local here, such as `Asia/Dhaka`.' })
  timeZone!: string;

  @Field(() => [OpeningInterval], { description: 'The week from Monday on, several intervals a day where it pauses.' })
  week!: OpeningInterval[];

  @Field(() => [String], { description: 'Dates on which it stays closed, such as `2026-12-16`, in order.' })
  holidays!: string[];

  @Field(() => Int, { description: 'Minutes a booked call takes: the length of a slot.' })
  slotMinutes!: number;

  @Field(() => Int, { description: 'How many calls can be booked in one slot.' })
  slotCapacity!: number;

  @Field(() => Int, { description: 'How many minutes before a call both sides are reminded; 0 for not at all.' })
  reminderMinutes!: number;

  @Field(() => Boolean, { description: 'Whether it is open at this moment: then a call can be wanted now.' })
  isOpen!: boolean;

  @Field(() => DateTime, { nullable: true, description: 'When it closes; null while it is closed.' })
  closesAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it opens the next time after this moment; null when it does not within 60 days.',
  })
  nextOpeningAt!: Date | null;
}

@InputType({ description: 'From when till when the telephone is answered on a day of the week.' })
export class OpeningIntervalInput {
  @Field(() => Weekday, { description: 'Every week on this day.' })
  weekday!: Weekday;

  @Field(() => String, { description: 'Local time it begins, such as `09:00`.' })
  opensAt!: string;

  @Field(() => String, { description: 'Local time it ends, later than it begins; `24:00` for midnight.' })
  closesAt!: string;
}

@InputType({ description: 'What to change; what is left out stays as it is. Calls booked already keep their times.' })
export class OpeningHoursUpdateInput {
  @Field(() => String, { nullable: true, description: 'IANA time zone, such as `Asia/Dhaka`.' })
  timeZone?: string | null;

  @Field(() => [OpeningIntervalInput], {
    nullable: true,
    description: 'The whole new week, at most 50 intervals that do not overlap; empty for never open.',
  })
  week?: OpeningIntervalInput[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'All holidays from now on, at most 366 dates such as `2026-12-16`.',
  })
  holidays?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'Minutes a booked call takes, 10 to 240.' })
  slotMinutes?: number | null;

  @Field(() => Int, { nullable: true, description: 'How many calls can be booked in one slot, 1 to 100.' })
  slotCapacity?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many minutes before a call both sides are reminded, 5 to 1,440, or 0 for not at all; for calls booked from now on.',
  })
  reminderMinutes?: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'Answer of `openingHoursUpdate`.' })
export class OpeningHoursUpdatePayload extends Payload {
  @Field(() => OpeningHours, { nullable: true, description: 'The hours as they are now; null when nothing was done.' })
  openingHours?: OpeningHours | null;
}
