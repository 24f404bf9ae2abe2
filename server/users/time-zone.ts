import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';

/** A time zone of the IANA database as the runtime has it, in its proper case. Fails with INVALID on `field`. */
export function readTimeZone(written: string, field: string): string {
  const known = resolve(written.trim());
  if (known === null) {
    throw new UserInputError(
      UserErrorCode.INVALID,
      'timeZone must be an IANA time zone name, such as Asia/Dhaka.',
      field,
    );
  }
  return known;
}

function resolve(name: string): string | null {
  // what begins otherwise is an offset, which knows no summer time
  if (!/^[a-z]/i.test(name)) return null;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    // of a zone with two names the one that was chosen stays
    return timeZone.toLowerCase() === name.toLowerCase() ? timeZone : name;
  } catch {
    return null;
  }
}
