import { registerEnumType } from 'type-graphql';

export enum CustomerStatus {
  INVITED = 'INVITED',
  ACTIVE = 'ACTIVE',
  INACTIVE = 'INACTIVE',
}

registerEnumType(CustomerStatus, {
  name: 'CustomerStatus',
  description: 'Whether a customer has users who can sign in.',
  valuesConfig: {
    INVITED: { description: 'Invited, but no user has chosen a password yet.' },
    ACTIVE: { description: 'A user can sign in.' },
    INACTIVE: { description: 'No user can sign in, and none is invited.' },
  },
});
