import { isLocale, locales, type Locale } from '#shared/locale.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';
import type { Tenant } from '../tenants/tenant.entity.ts';

/** A language that a tenant offers. Fails with INVALID on `field`. */
export function readOfferedLocale(text: string, { locales: offered }: Pick<Tenant, 'locales'>, field: string): Locale {
  const locale = readLocale(text, field);
  if (offered.includes(locale)) return locale;
  const rule = `locale must be one of the languages of the organisation: ${offered.join(', ')}.`;
  throw new UserInputError(UserErrorCode.INVALID, rule, field);
}

/** A language the portal speaks. Fails with INVALID on `field`. */
export function readLocale(text: string, field: string): Locale {
  const locale = text.trim().toLowerCase();
  if (!isLocale(locale))
    throw new UserInputError(UserErrorCode.INVALID, `locale must be one of: ${locales.join(', ')}.`, field);
  return locale;
}
