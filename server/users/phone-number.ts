import { getCountries, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js';
import { isBlank, toPlainSigns, withLatinDigits } from '#shared/text.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';

export const phoneRule =
  'Telephone number in international form, such as +8801712345678. The national form, such as 01712-345678, is also accepted when the time zone tells the country; so are digits of any script, dashes, blanks, and what is copied along from a page or a `tel:` link. Stored in E.164 form.';

/** Parses a telephone number into E.164 form. Fails with INVALID on `field`. */
export function readPhoneNumber(written: string, timeZone: string, field: string): string {
  const defaultCountry = countryOf(timeZone);
  const number = parsePhoneNumberFromString(toDialled(written), {
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

/** The same where it may be left out; null where there is nothing to see. */
export const readOptionalPhoneNumber = (
  written: string | null | undefined,
  timeZone: string,
  field: string,
): string | null => (written && !isBlank(written) ? readPhoneNumber(written, timeZone, field) : null);

/** As it was copied from a page, a link or an address book, in the signs of any keyboard. */
const toDialled = (written: string): string =>
  withLatinDigits(toPlainSigns(written))
    .replace(/[\u200c\u200d]/g, '')
    .replace(/^(?:tel|callto):(?:\/\/)?/i, '')
    .replace(/^00(?=[1-9])/, '+');

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
