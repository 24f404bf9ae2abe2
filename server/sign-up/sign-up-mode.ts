import { registerEnumType } from 'type-graphql';

export enum SignUpMode {
  CLOSED = 'CLOSED',
  INVITATION = 'INVITATION',
  DOMAINS = 'DOMAINS',
  OPEN = 'OPEN',
}

registerEnumType(SignUpMode, {
  name: 'SignUpMode',
  description: 'How customers get an account.',
  valuesConfig: {
    CLOSED: {
      description:
        'Nobody new gets one: customers are not invited, and invitations sent before are not accepted. Colleagues still can be invited.',
    },
    INVITATION: { description: 'Those whom staff invite.' },
    DOMAINS: {
      description: 'Also whoever signs up with an email address that they confirm, at a domain that admins have named.',
    },
    OPEN: { description: 'Also whoever signs up with an email address that they confirm.' },
  },
});
