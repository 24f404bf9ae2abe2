import { offeredLocale } from '#shared/locale.ts';
import { UserRole } from '../access/viewer.ts';
import { translator } from '../locales/translate.ts';
import type { EmailParty, EmailReader } from '../mail/email.ts';
import type { Tenant } from '../tenants/tenant.entity.ts';
import type { UserRow } from './user.entity.ts';

export const toEmailParty = ({ name, role }: UserRow): EmailParty => ({ name, isStaff: role !== UserRole.CUSTOMER });

export const toEmailReader = (user: UserRow, tenant: Tenant): EmailReader => ({
  ...toEmailParty(user),
  ...toReached(user, tenant),
});

/** Who is greeted by the address alone: whoever typed it may have typed any name. */
export const toNewReader = (newcomer: Reached, tenant: Tenant): EmailReader => ({
  name: newcomer.email,
  isStaff: false,
  ...toReached(newcomer, tenant),
});

type Reached = Pick<UserRow, 'email' | 'locale' | 'timeZone'>;

/** In their language, or that of the tenant where it does not offer theirs any more. */
function toReached({ email, locale: chosen, timeZone }: Reached, tenant: Tenant) {
  const locale = offeredLocale(chosen, tenant);
  return { email, locale, timeZone, t: translator(locale) };
}
