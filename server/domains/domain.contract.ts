import { Field, InputType, ObjectType } from 'type-graphql';
import { textLimits } from '#shared/limits.ts';
import { DateTime } from '../graphql/date-time.ts';
import { Text } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { DomainFailure } from './domain-failure.ts';
import { domainRule } from './domain-name.ts';

@ObjectType({ simpleResolvers: true, description: 'A domain that is not in use before a check succeeds.' })
export class PendingDomain {
  @Field(() => String, { description: 'Its host name, in lower case and in ASCII (`xn--…`) whatever the script.' })
  name!: string;

  @Field(() => DateTime, { nullable: true, description: 'When it was last checked; null before the first time.' })
  checkedAt!: Date | null;

  @Field(() => DomainFailure, { nullable: true, description: 'Why that check failed.' })
  failure!: DomainFailure | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'The host name of its own at which the portal of an organisation is, and the one it is to have.',
})
export class OwnDomain {
  @Field(() => String, {
    nullable: true,
    description: 'The host name in use: links of emails lead there, and people sign in there. Null for none.',
  })
  inUse!: string | null;

  @Field(() => PendingDomain, {
    nullable: true,
    description: 'The domain that replaces it once `ownDomainCheck` succeeds; null for none.',
  })
  pending!: PendingDomain | null;

  @Field(() => String, { description: 'The host name that the CNAME record of a domain has to name.' })
  dnsTarget!: string;

  @Field(() => String, { description: 'The address at which the portal is without a domain of its own.' })
  addressWithout!: string;
}

@InputType({ description: 'A domain to use.' })
export class OwnDomainSetInput {
  @Field(() => String, { description: `Its host name: ${domainRule}, of at most 253 bytes in ASCII.` })
  @Text({ maximum: textLimits.address })
  name!: string;
}

@InputType({ description: 'A domain to give up.' })
export class OwnDomainRemoveInput {
  @Field(() => String, { description: 'The host name: that of `OwnDomain.inUse` or of `OwnDomain.pending`.' })
  @Text({ maximum: textLimits.address })
  name!: string;
}

@ObjectType({ simpleResolvers: true })
abstract class OwnDomainPayload extends Payload {
  @Field(() => OwnDomain, { nullable: true, description: 'As it is then; null when there are user errors.' })
  ownDomain?: OwnDomain | null;
}

@ObjectType({ simpleResolvers: true, description: 'Result of `ownDomainSet`.' })
export class OwnDomainSetPayload extends OwnDomainPayload {}

@ObjectType({ simpleResolvers: true, description: 'Result of `ownDomainCheck`.' })
export class OwnDomainCheckPayload extends OwnDomainPayload {}

@ObjectType({ simpleResolvers: true, description: 'Result of `ownDomainRemove`.' })
export class OwnDomainRemovePayload extends OwnDomainPayload {}
