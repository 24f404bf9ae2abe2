import type { UserRole } from '../access/viewer.ts';

/** By role, the kinds that a tenant sends only to those who have chosen so. */
export type MutedMails = Partial<Record<UserRole, string[]>>;

/** Who may be sent an email: what they chose, and the rest by their role. */
export interface MailReader {
  role: UserRole;
  mutedMails: string[];
  wantedMails: string[];
}

export const isMailedByDefault = (kind: string, role: UserRole, mutedByDefault: MutedMails): boolean =>
  !mutedByDefault[role]?.includes(kind);

/** Whether emails of a kind are sent to a user: as they chose, or else by the default of their tenant. */
export const isMailed = (
  kind: string,
  { role, mutedMails, wantedMails }: MailReader,
  mutedByDefault: MutedMails,
): boolean =>
  wantedMails.includes(kind) || (!mutedMails.includes(kind) && isMailedByDefault(kind, role, mutedByDefault));
