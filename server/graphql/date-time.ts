import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

function read(value: unknown): Date {
  const date = typeof value === 'string' && rfc3339.test(value) ? new Date(value) : null;
  if (!date || Number.isNaN(date.getTime()) || !isDay((value as string).slice(0, 10)))
    throw new GraphQLError('DateTime must be an RFC 3339 date and time with a zone.');
  return date;
}

/** The runtime takes the 31st of February for the 3rd of March. */
function isDay(text: string): boolean {
  const day = new Date(text);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** PostgreSQL leaves out zeros at the end of a fraction; connections are set to UTC. */
function fromDatabase(text: string): string {
  const fraction = text[19] === '.' ? text.slice(20, -6) : '';
  return `${text.slice(0, 19)}.${fraction.padEnd(3, '0')}Z`;
}

/** A moment: a `Date`, or the text PostgreSQL writes into JSON. */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description:
    'A date and time in UTC with milliseconds, such as `2026-11-23T09:30:00.000Z` (RFC 3339). Input can have any offset from UTC.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: (value) => (typeof value === 'string' ? fromDatabase(value) : (value as Date).toISOString()),
  parseValue: read,
  parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : null),
});
