import { registerEnumType } from 'type-graphql';

export enum AccountLinkKind {
  PASSWORD_RESET = 'PASSWORD_RESET',
  INVITATION = 'INVITATION',
  SIGN_UP = 'SIGN_UP',
}

registerEnumType(AccountLinkKind, {
  name: 'AccountLinkKind',
  description: 'The purpose of an emailed link.',
  valuesConfig: {
    PASSWORD_RESET: { description: 'Setting a new password with `passwordReset`. Valid for one hour.' },
    INVITATION: { description: 'Setting the first password with `invitationAccept`. Valid for seven days.' },
    SIGN_UP: { description: 'Confirming the address of a new account with `signUp`. Valid for one day.' },
  },
});
