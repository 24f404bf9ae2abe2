import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../graphql/date-time.ts';

export enum SecondFactorMethod {
  TOTP = 'TOTP',
  PASSKEY = 'PASSKEY',
}

registerEnumType(SecondFactorMethod, {
  name: 'SecondFactorMethod',
  description: 'With what somebody shows a second time who they are. New values may be added.',
  valuesConfig: {
    TOTP: {
      description:
        'The code of six digits that an authenticator shows (RFC 6238). A recovery code is accepted in its place.',
    },
    PASSKEY: {
      description: 'A passkey of the user that works at this host: ask for it with `secondFactorPasskeyBegin`.',
    },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    'What remains to be shown before a session begins: answer it with `secondFactorVerify`, from the same device.',
})
export class SecondFactorQuestion {
  @Field(() => String, { description: 'The token to answer with. It is a secret, and signs nobody in by itself.' })
  token!: string;

  @Field(() => DateTime, { description: 'Until when the token can be answered, for ten minutes; then sign in again.' })
  expiresAt!: Date;

  @Field(() => [SecondFactorMethod], { description: 'With what it can be answered; one is enough.', complexity: 0 })
  methods!: SecondFactorMethod[];

  @Field(() => Boolean, {
    description:
      'Whether the organisation demands a second factor and the user has none: they set one up with `secondFactorSetUp`, and its first code is the answer.',
  })
  mustSetUp!: boolean;
}
