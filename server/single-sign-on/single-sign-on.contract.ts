import { Field, InputType, ObjectType } from 'type-graphql';
import { textLimits } from '#shared/limits.ts';
import { singleSignOnLimits } from '#shared/single-sign-on.ts';
import { Text, lengthRule } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { NewAccounts } from './new-accounts.ts';
import { SingleSignOnProblem } from './single-sign-on-problem.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'Single sign-on as it is offered at this address: send the browser to `/single-sign-on/start`.',
})
export class SingleSignOnOffer {
  @Field(() => String, { nullable: true, description: 'What its button says; null for the usual text.' })
  label!: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'How people of an organisation sign in at a provider of identities by OpenID Connect, as its admins choose it.',
})
export class SingleSignOn {
  @Field(() => Boolean, { description: 'Whether it is offered.' })
  enabled!: boolean;

  @Field(() => String, { nullable: true, description: 'The issuer of the provider; null before one was entered.' })
  issuer!: string | null;

  @Field(() => String, { nullable: true, description: 'The id by which the provider knows the portal.' })
  clientId!: string | null;

  @Field(() => Boolean, { description: 'Whether a client secret is stored. It is kept encrypted and never shown.' })
  hasClientSecret!: boolean;

  @Field(() => String, { nullable: true, description: 'What the button says; null for the usual text.' })
  label!: string | null;

  @Field(() => [String], {
    description:
      'The domains at which verified email addresses must be, in alphabetical order, without their subdomains.',
  })
  domains!: string[];

  @Field(() => NewAccounts, { description: 'What becomes of somebody who has no account.' })
  newAccounts!: NewAccounts;

  @Field(() => String, {
    nullable: true,
    description:
      'The claim that decides the role of agents and admins whenever they sign in, such as `groups`; null where it is decided in the portal.',
  })
  roleClaim!: string | null;

  @Field(() => [String], { description: 'The values of the claim that make somebody an agent.' })
  agentValues!: string[];

  @Field(() => [String], { description: 'The values of the claim that make somebody an admin.' })
  adminValues!: string[];

  @Field(() => String, { description: 'The address to which the provider has to return: register it there.' })
  redirectUri!: string;
}

const valuesRule = `At most ${singleSignOnLimits.values}, each of ${lengthRule(textLimits.name, 1)}; case makes a difference.`;

@InputType({ description: 'Changes to single sign-on; what is omitted stays unchanged.' })
export class SingleSignOnUpdateInput {
  @Field(() => Boolean, { nullable: true, description: 'Whether it is offered.' })
  enabled?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The issuer: an address that begins with `https://`, as the provider has it. With another one the client secret is forgotten, unless a new one is given.',
  })
  @Text({ maximum: textLimits.url })
  issuer?: string | null;

  @Field(() => String, {
    nullable: true,
    description: `The id that the provider has given the portal: ${lengthRule(textLimits.name, 1)}.`,
  })
  @Text({ maximum: textLimits.name })
  clientId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: `The client secret: ${lengthRule(textLimits.password)}. Empty or null removes it.`,
  })
  @Text({ maximum: textLimits.password, optional: true })
  clientSecret?: string | null;

  @Field(() => String, {
    nullable: true,
    description: `What the button says: ${lengthRule(textLimits.teamName)}. Empty or null for the usual text.`,
  })
  @Text({ maximum: textLimits.teamName, optional: true })
  label?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: `The domains, as a whole: at most ${singleSignOnLimits.domains}, each such as \`example.com\`. At least one where it is enabled.`,
  })
  domains?: string[] | null;

  @Field(() => NewAccounts, { nullable: true, description: 'What becomes of somebody who has no account.' })
  newAccounts?: NewAccounts | null;

  @Field(() => String, {
    nullable: true,
    description: `The claim that decides the role, or its path with dots such as \`realm_access.roles\`: ${lengthRule(textLimits.name)}. Empty or null for none.`,
  })
  @Text({ maximum: textLimits.name, optional: true })
  roleClaim?: string | null;

  @Field(() => [String], { nullable: true, description: `The values that make an agent. ${valuesRule}` })
  agentValues?: string[] | null;

  @Field(() => [String], { nullable: true, description: `The values that make an admin. ${valuesRule}` })
  adminValues?: string[] | null;
}

@ObjectType({ simpleResolvers: true })
abstract class SingleSignOnPayload extends Payload {
  @Field(() => SingleSignOn, { nullable: true, description: 'As it is then; null when there are user errors.' })
  singleSignOn?: SingleSignOn | null;
}

@ObjectType({ simpleResolvers: true, description: 'Result of `singleSignOnUpdate`.' })
export class SingleSignOnUpdatePayload extends SingleSignOnPayload {}

@ObjectType({ simpleResolvers: true, description: 'Result of `singleSignOnRemove`.' })
export class SingleSignOnRemovePayload extends SingleSignOnPayload {}

@ObjectType({ simpleResolvers: true, description: 'Result of `singleSignOnCheck`.' })
export class SingleSignOnCheckPayload extends Payload {
  @Field(() => [SingleSignOnProblem], {
    nullable: true,
    description: 'What stands in the way, empty for nothing; null when there are user errors.',
    complexity: 1,
  })
  problems?: SingleSignOnProblem[] | null;
}
