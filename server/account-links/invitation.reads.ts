import { MailDelivery } from '../mail/delivery.entity.ts';
import { columnsOf, type Columns } from '../reads/columns.ts';
import { expression } from '../reads/fields.ts';
import { reads } from '../reads/reads.ts';
import { UserRow } from '../users/user.entity.ts';
import { AccountLinkKind } from './account-link-kind.ts';
import { AccountLinkRow } from './account-link.entity.ts';
import { Invitation } from './invitation.contract.ts';

const user = columnsOf(UserRow);
const link = columnsOf(AccountLinkRow);
const mail = columnsOf(MailDelivery);

/** SQL for the id of the newest invitation among those of users who have not accepted one, by a condition on the user. */
export const newestInvitation = (ofUser: (user: Columns<UserRow>) => string) =>
  `(select ${link.id} from ${user.$name} join ${link.$name} on ${link.userId} = ${user.id} ` +
  `where ${ofUser(user)} and ${user.passwordHash} is null and ${user.deactivatedAt} is null ` +
  `and ${link.kind} = '${AccountLinkKind.INVITATION}' order by ${link.createdAt} desc limit 1)`;

const ofMail = (column: string) =>
  expression<AccountLinkRow>(
    (invitation) => `(select ${column} from ${mail.$name} where ${mail.accountLinkId} = ${invitation.id})`,
  );

export const invitationReads = reads(AccountLinkRow, Invitation, {
  columns: ['createdAt', 'expiresAt'],
  fields: { sentAt: ofMail(mail.sentAt), failure: ofMail(mail.failure) },
});
