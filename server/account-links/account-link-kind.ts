import { registerEnumType } from 'type-graphql';

export enum AccountLinkKind {
  PASSWORD_RESET = 'PASSWORD_RESET',
  INVITATION = 'INVITATION',
}

registerEnumType(AccountLinkKind, {
  name: 'AccountLinkKind',
  description: 'What an emailed link is for.',
  valuesConfig: {
    PASSWORD_RESET: { description: 'Choosing a new password: `passwordReset`. Good for one hour.' },
    INVITATION: { description: 'Choosing the first password: `invitationAccept`. Good for seven days.' },
  },
});
