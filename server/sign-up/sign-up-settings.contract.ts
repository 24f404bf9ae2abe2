import { Field, InputType, ObjectType } from 'type-graphql';
import { mostSignUpDomains } from '#shared/sign-up.ts';
import { Keys } from '../access/key-rules.ts';
import { Payload } from '../graphql/user-error.ts';
import { SignUpMode } from './sign-up-mode.ts';

@Keys('settings:read')
@ObjectType({ simpleResolvers: true, description: 'How customers get an account, as admins choose it.' })
export class SignUpSettings {
  @Field(() => SignUpMode, { description: 'Who gets one. Everybody knows it as `Tenant.signUpMode`.' })
  mode!: SignUpMode;

  @Field(() => [String], {
    description:
      'The domains at which email addresses must be where `mode` is DOMAINS, in alphabetical order, without their subdomains. Nobody else sees the list.',
  })
  domains!: string[];
}

@InputType({ description: 'Changes to how customers get an account; what is omitted or null stays unchanged.' })
export class SignUpSettingsUpdateInput {
  @Field(() => SignUpMode, { nullable: true, description: 'Who gets an account.' })
  mode?: SignUpMode | null;

  @Field(() => [String], {
    nullable: true,
    description: `The domains, as a whole: at most ${mostSignUpDomains}, each such as \`example.com\`, which does not stand for \`mail.example.com\`. Case and the form of international names (\`xn--…\`) make no difference. At least one where the mode is DOMAINS.`,
  })
  domains?: string[] | null;
}

@ObjectType({ simpleResolvers: true, description: 'Result of `signUpSettingsUpdate`.' })
export class SignUpSettingsUpdatePayload extends Payload {
  @Field(() => SignUpSettings, {
    nullable: true,
    description: 'The settings after the change; null when there are user errors.',
  })
  signUpSettings?: SignUpSettings | null;
}
