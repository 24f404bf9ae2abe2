import { UserRole } from '../access/viewer.ts';
import { translator } from '../locales/translate.ts';
import type { EmailParty, EmailReader } from '../mail/email.ts';
import type { UserRow } from './user.entity.ts';

export const toEmailParty = ({ name, role }: UserRow): EmailParty => ({ name, isStaff: role !== UserRole.CUSTOMER });

export const toEmailReader = (user: UserRow): EmailReader => ({ ...toEmailParty(user), ...toReached(user) });

/** Who is greeted by the address alone: whoever typed it may have typed any name. */
export const toNewReader = (newcomer: Reached): EmailReader => ({
  name: newcomer.email,
  isStaff: false,
  ...toReached(newcomer),
});

type Reached = Pick<UserRow, 'email' | 'locale' | 'timeZone'>;

const toReached = ({ email, locale, timeZone }: Reached) => ({ email, locale, timeZone, t: translator(locale) });
