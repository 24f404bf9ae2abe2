import { Field, InputType, ObjectType } from 'type-graphql';
import { Keys } from '../access/key-rules.ts';
import { Payload } from '../graphql/user-error.ts';
import { SignInMethod } from '../sessions/sign-in-method.ts';

@Keys('settings:read')
@ObjectType({ simpleResolvers: true, description: 'How people sign in, as admins choose it for each role.' })
export class SignInSettings {
  @Field(() => [SignInMethod], { description: 'How customers may sign in.' })
  customerMethods!: SignInMethod[];

  @Field(() => [SignInMethod], { description: 'How agents may sign in.' })
  agentMethods!: SignInMethod[];

  @Field(() => [SignInMethod], { description: 'How admins may sign in.' })
  adminMethods!: SignInMethod[];

  @Field(() => [SignInMethod], {
    description: 'What can be used now; another method can be chosen for a role, but has no effect yet.',
  })
  offeredMethods!: SignInMethod[];

  @Field(() => Boolean, { description: 'Whether agents and admins must have a second factor.' })
  secondFactorDemanded!: boolean;
}

const enough = 'as a whole: at least one of PASSWORD and EMAIL';

@InputType({ description: 'Changes to how people sign in; what is omitted or null stays unchanged.' })
export class SignInSettingsUpdateInput {
  @Field(() => [SignInMethod], {
    nullable: true,
    description: `How customers may sign in, ${enough}, or SINGLE_SIGN_ON where that is offered.`,
  })
  customerMethods?: SignInMethod[] | null;

  @Field(() => [SignInMethod], {
    nullable: true,
    description: `How agents may sign in, ${enough}, or SINGLE_SIGN_ON where that is offered.`,
  })
  agentMethods?: SignInMethod[] | null;

  @Field(() => [SignInMethod], { nullable: true, description: `How admins may sign in, ${enough}.` })
  adminMethods?: SignInMethod[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether agents and admins must have a second factor.' })
  secondFactorDemanded?: boolean | null;
}

@ObjectType({ simpleResolvers: true, description: 'Result of `signInSettingsUpdate`.' })
export class SignInSettingsUpdatePayload extends Payload {
  @Field(() => SignInSettings, {
    nullable: true,
    description: 'The settings after the change; null when there are user errors.',
  })
  signInSettings?: SignInSettings | null;
}
