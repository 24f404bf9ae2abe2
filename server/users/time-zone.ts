import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';

/** Parses the name of an IANA time zone, whatever its case. Fails with INVALID on `field`. */
export function readTimeZone(written: string, field: string): string {
  const timeZone = findTimeZone(written.trim());
  if (timeZone === null) {
    throw new UserInputError(
      UserErrorCode.INVALID,
      'timeZone must be an IANA time zone name, such as Asia/Dhaka.',
      field,
    );
  }
  return timeZone;
}

/** The IANA time zone of a name; null for none. */
export function findTimeZone(name: string): string | null {
  // anything else is an offset, which has no daylight saving time
  if (!/^[a-z]/i.test(name)) return null;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    // a zone may have several names: the chosen one stays
    return timeZone.toLowerCase() === name.toLowerCase() ? timeZone : name;
  } catch {
    return null;
  }
}
