import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** A telephone number with its country code, in E.164 form such as +8801712345678; null for anything else. */
export function readPhone(text: string): string | null {
  const number = parsePhoneNumberFromString(text.trim(), { extract: false });
  // an extension has no place in E.164
  return number?.isValid() && !number.ext ? number.number : null;
}
