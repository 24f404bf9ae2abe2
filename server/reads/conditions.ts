import { isUuid } from '../database/uuid.ts';
import type { PeriodInput } from '../graphql/period.ts';

/** SQL for each bound of a period that is given. */
export const within = (
  column: string,
  period: PeriodInput | null | undefined,
  parameter: (value: Date, type: string) => string,
): string[] => [
  ...(period?.from ? [`${column} >= ${parameter(period.from, 'timestamptz')}`] : []),
  ...(period?.before ? [`${column} < ${parameter(period.before, 'timestamptz')}`] : []),
];

/** SQL for an id that is given; what is no id is that of nothing. */
export const identified = (
  column: string,
  id: string | null | undefined,
  parameter: (value: string, type: string) => string,
): string[] => {
  if (id == null) return [];
  return [isUuid(id) ? `${column} = ${parameter(id, 'uuid')}` : 'false'];
};

/** SQL for one of the ids that are given, if any are. */
export const identifiedAmong = (
  column: string,
  ids: string[] | null | undefined,
  parameter: (value: string[], type: string) => string,
): string[] => (ids?.length ? [`${column} = any(${parameter(ids.filter(isUuid), 'uuid[]')})`] : []);

/** SQL for a yes or no that is given. */
export const whether = (
  column: string,
  value: boolean | null | undefined,
  parameter: (value: boolean, type: string) => string,
): string[] => (value == null ? [] : [`${column} = ${parameter(value, 'boolean')}`]);

/** SQL that all of these are true, as it is where there are none. */
export const allOf = (conditions: (string | null | undefined)[]): string =>
  conditions.filter(Boolean).join(' and ') || 'true';
