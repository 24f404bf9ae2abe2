import { registerEnumType } from 'type-graphql';

/** Why a check of a domain failed. */
export enum DomainFailure {
  NAME_NOT_FOUND = 'NAME_NOT_FOUND',
  OTHER_ORGANISATION = 'OTHER_ORGANISATION',
  INSIDE_ADDRESS = 'INSIDE_ADDRESS',
  UNREACHABLE = 'UNREACHABLE',
  CERTIFICATE = 'CERTIFICATE',
  TIMEOUT = 'TIMEOUT',
  OTHER_SERVER = 'OTHER_SERVER',
  IN_USE = 'IN_USE',
}

registerEnumType(DomainFailure, {
  name: 'DomainFailure',
  description: 'Why the check of a domain failed. Values may be added.',
  valuesConfig: {
    NAME_NOT_FOUND: { description: 'The name is not in the DNS. A new record can take hours to be known everywhere.' },
    OTHER_ORGANISATION: {
      description: 'The CNAME record names another address of the portal than `OwnDomain.dnsTarget`.',
    },
    INSIDE_ADDRESS: {
      description:
        'The name stands for an address that is not of the public internet: correct the record. Where all of the portal is inside, operators allow it (`EGRESS_ALLOW`).',
    },
    UNREACHABLE: { description: 'Nothing answers at the address that the name stands for.' },
    CERTIFICATE: { description: 'The server has no valid certificate for the name. For those who run the portal.' },
    TIMEOUT: { description: 'The server took too long.' },
    OTHER_SERVER: {
      description: 'Something else answers than this portal: the record leads elsewhere, or a proxy changes `Host`.',
    },
    IN_USE: { description: 'Another organisation uses the domain.' },
  },
});
