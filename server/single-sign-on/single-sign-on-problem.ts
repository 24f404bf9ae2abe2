import { registerEnumType } from 'type-graphql';

/** What a check of a provider finds. */
export enum SingleSignOnProblem {
  NAME_NOT_FOUND = 'NAME_NOT_FOUND',
  INSIDE_ADDRESS = 'INSIDE_ADDRESS',
  UNREACHABLE = 'UNREACHABLE',
  CERTIFICATE = 'CERTIFICATE',
  TIMEOUT = 'TIMEOUT',
  TOO_LARGE = 'TOO_LARGE',
  NOT_A_PROVIDER = 'NOT_A_PROVIDER',
  OTHER_ISSUER = 'OTHER_ISSUER',
  NO_CODE_FLOW = 'NO_CODE_FLOW',
  NO_PKCE = 'NO_PKCE',
  NO_EMAIL = 'NO_EMAIL',
  NO_KEYS = 'NO_KEYS',
  NO_CLIENT_SECRET = 'NO_CLIENT_SECRET',
  SECRET_UNREADABLE = 'SECRET_UNREADABLE',
}

registerEnumType(SingleSignOnProblem, {
  name: 'SingleSignOnProblem',
  description: 'What a check of the provider of identities found. Values may be added.',
  valuesConfig: {
    NAME_NOT_FOUND: { description: 'The name of the server in the issuer is not in the DNS.' },
    INSIDE_ADDRESS: {
      description:
        'It stands for an address that is not of the public internet. Where the provider is inside, operators allow it (`EGRESS_ALLOW`).',
    },
    UNREACHABLE: { description: 'Nothing answers there.' },
    CERTIFICATE: { description: 'The server has no valid certificate for its name.' },
    TIMEOUT: { description: 'The server took too long.' },
    TOO_LARGE: { description: 'The server answers with more than the portal reads.' },
    NOT_A_PROVIDER: {
      description: 'What is at `/.well-known/openid-configuration` below the issuer does not describe a provider.',
    },
    OTHER_ISSUER: {
      description: 'The provider calls itself by another issuer: enter it exactly as the provider does.',
    },
    NO_CODE_FLOW: { description: 'The provider does not offer the authorization code flow.' },
    NO_PKCE: {
      description: 'The provider does not say that it supports PKCE with S256. Sign-in may work all the same.',
    },
    NO_EMAIL: { description: 'The provider does not offer the scope `email`, without which nobody comes in.' },
    NO_KEYS: { description: 'The keys with which the provider signs cannot be read.' },
    NO_CLIENT_SECRET: { description: 'The provider asks for a client secret, and none is stored.' },
    SECRET_UNREADABLE: {
      description: 'The client secret was stored under a signing secret that the portal no longer has: enter it again.',
    },
  },
});
