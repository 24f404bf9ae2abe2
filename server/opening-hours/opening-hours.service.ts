import { LockMode } from '@mikro-orm/postgresql';
import { callRanges, intervalProblems, mostHolidays, mostIntervals } from '#shared/opening-hours.ts';
import { scopedEntityManager, tenantScope } from '../access/scope.ts';
import type { RequestContext } from '../context.ts';
import { differences, stateOf } from '../events/field-changes.ts';
import { aboutTenant, recordChanges } from '../events/record.ts';
import { UserErrorCode, UserInputError, type UserError } from '../graphql/user-error.ts';
import type { OpeningHours, OpeningHoursUpdateInput } from './opening-hours.contract.ts';
import { OpeningHoursRow } from './opening-hours.entity.ts';
import { openingHoursChanged } from './opening-hours.events.ts';
import { isDate, isTimeZone, openingStateOf, weekdays, type Hours } from './opening-hours.ts';
import type { Portal } from '../portal.ts';

/** Changes the hours of the viewer's tenant. Admins only; fails with every rule that is broken. */
export async function updateOpeningHours(
  context: RequestContext,
  input: OpeningHoursUpdateInput,
): Promise<{ openingHours: OpeningHours }> {
  const { tenantId } = context.asAdmin('change the opening hours');
  const broken = brokenRules(input);
  if (broken.length > 0) throw new UserInputError(broken);
  return context.write(async (entityManager) => {
    // bookings lock the row, too: they see the hours before or after this change
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const hours = await entityManager.findOneOrFail(OpeningHoursRow, { tenantId }, { lockMode });
    const former = stateOf(shownFields, hours);
    hours.timeZone = input.timeZone ?? hours.timeZone;
    hours.week = input.week ? inOrder(input.week) : hours.week;
    hours.holidays = input.holidays ? [...new Set(input.holidays)].toSorted() : hours.holidays;
    hours.slotMinutes = input.slotMinutes ?? hours.slotMinutes;
    hours.slotCapacity = input.slotCapacity ?? hours.slotCapacity;
    hours.reminderMinutes = input.reminderMinutes ?? hours.reminderMinutes;
    hours.callsEnabled = input.callsEnabled ?? hours.callsEnabled;
    hours.noticeMinutes = input.noticeMinutes ?? hours.noticeMinutes;
    const changes = differences(shownFields, former, hours, valueOf);
    await recordChanges(entityManager, openingHoursChanged, { ...aboutTenant(tenantId, context.signedIn), changes });
    return { openingHours: describeNow(hours) };
  });
}

const shownFields = [
  'timeZone',
  'week',
  'holidays',
  'slotMinutes',
  'slotCapacity',
  'reminderMinutes',
  'callsEnabled',
  'noticeMinutes',
] as const;

/** Lists have no value in an event. */
const valueOf = (value: unknown) => (Array.isArray(value) ? null : String(value));

/** The hours of a tenant, for somebody who is not signed in. */
export async function readOpeningHours({ orm }: Portal, tenantId: string): Promise<OpeningHours> {
  return describeNow(
    await scopedEntityManager(orm.em, tenantScope(tenantId)).findOneOrFail(OpeningHoursRow, { tenantId }),
  );
}

function describeNow(hours: OpeningHoursRow): OpeningHours {
  return { ...stateOf(shownFields, hours), ...openingStateOf(hours) };
}

function brokenRules(input: OpeningHoursUpdateInput): UserError[] {
  const { timeZone, week, holidays } = input;
  const broken: UserError[] = [];
  const rule = (holds: boolean, field: string, message: string, code = UserErrorCode.INVALID) =>
    holds || broken.push({ code, message: `${field} ${message}`, field: `input.${field}` });
  rule(timeZone == null || isTimeZone(timeZone), 'timeZone', 'must be an IANA time zone name, such as Asia/Dhaka.');
  if (week) {
    rule(week.length <= mostIntervals, 'week', `must have at most ${mostIntervals} intervals.`, UserErrorCode.TOO_MANY);
    const problems = new Set(intervalProblems(week.slice(0, mostIntervals)));
    const areIntervals = !problems.has('incomplete') && !problems.has('backwards');
    rule(areIntervals, 'week', 'must have intervals such as 09:00 to 17:30 that end later than they start.');
    rule(!problems.has('overlapping'), 'week', 'must not have overlapping intervals.');
  }
  if (holidays) {
    rule(
      holidays.length <= mostHolidays,
      'holidays',
      `must have at most ${mostHolidays} dates.`,
      UserErrorCode.TOO_MANY,
    );
    rule(holidays.every(isDate), 'holidays', 'must be dates such as 2026-12-16.');
  }
  for (const [field, [least, most]] of Object.entries(callRanges)) {
    const number = input[field as keyof typeof callRanges];
    const off = field === 'reminderMinutes' && number === 0;
    rule(number == null || off || (number >= least && number <= most), field, `must be between ${least} and ${most}.`);
  }
  return broken;
}

/** Monday first, and each day from morning to night. */
const inOrder = (week: Hours['week']): Hours['week'] =>
  weekdays.flatMap((day) =>
    week
      .filter(({ weekday }) => weekday === day)
      .map(({ weekday, opensAt, closesAt }) => ({ weekday, opensAt, closesAt }))
      .toSorted((one, other) => one.opensAt.localeCompare(other.opensAt)),
  );
