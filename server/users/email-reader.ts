import { UserRole } from '../access/viewer.ts';
import { translator } from '../locales/translate.ts';
import type { EmailParty, EmailReader } from '../mail/email.ts';
import type { UserRow } from './user.entity.ts';

export const toEmailParty = ({ name, role }: UserRow): EmailParty => ({ name, isStaff: role !== UserRole.CUSTOMER });

export const toEmailReader = (user: UserRow): EmailReader => ({
  ...toEmailParty(user),
  email: user.email,
  locale: user.locale,
  timeZone: user.timeZone,
  t: translator(user.locale),
});
