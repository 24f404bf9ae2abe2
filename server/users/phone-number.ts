import { getCountries, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';

export const phoneRule =
  'Telephone number in international form, such as +8801712345678. The national form, such as 01712-345678, is also accepted when the time zone tells the country. Stored in E.164 form.';

/** Parses a telephone number into E.164 form. Fails with INVALID on `field`. */
export function readPhoneNumber(written: string, timeZone: string, field: string): string {
  const defaultCountry = countryOf(timeZone);
  const number = parsePhoneNumberFromString(written.trim().replace(/[০-৯]/g, latinDigit), {
    ...(defaultCountry && { defaultCountry }),
    extract: false,
  });
  if (number?.isValid() && !number.ext) return number.number;
  throw new UserInputError(
    UserErrorCode.INVALID,
    'The phone number is not valid. Write it with + and the country code, such as +8801712345678, and without an extension.',
    field,
  );
}

const latinDigit = (digit: string) => String(digit.codePointAt(0)! - '০'.codePointAt(0)!);

/** By time zone; made when first needed. */
let countries: Map<string, CountryCode> | undefined;

/** The country of a time zone; the runtime lists each zone for one country. */
function countryOf(timeZone: string): CountryCode | undefined {
  countries ??= new Map(getCountries().flatMap((country) => zonesOf(country).map((zone) => [zone, country] as const)));
  return countries.get(canonicalZone(timeZone));
}

const zonesOf = (country: CountryCode): string[] =>
  (new Intl.Locale(`und-${country}`) as Intl.Locale & { getTimeZones(): string[] | undefined }).getTimeZones() ?? [];

const canonicalZone = (timeZone: string): string =>
  new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
