import { Field, Int, ObjectType } from 'type-graphql';

/** What browsers are asked, field by field as WebAuthn has it in JSON, so that clients can pass it on as it is. */

@ObjectType({
  simpleResolvers: true,
  description: 'An existing passkey, for a browser (`PublicKeyCredentialDescriptorJSON`).',
})
class PasskeyDescriptor {
  @Field(() => String, { description: 'Id of the credential, in base64url.' })
  id!: string;

  @Field(() => String, { description: 'Always `public-key`.' })
  type!: string;

  @Field(() => [String], { description: 'How it can be reached, such as `internal` or `usb`.', complexity: 0 })
  transports!: string[];
}

@ObjectType({ simpleResolvers: true, description: 'For whom a passkey is made.' })
class PasskeyRelyingParty {
  @Field(() => String, { description: 'The host at which the passkey will work.' })
  id!: string;

  @Field(() => String, { description: 'Name of the tenant.' })
  name!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Whose passkey is made.' })
class PasskeyUser {
  @Field(() => String, {
    description: 'What the authenticator keeps of the user, in base64url; it says nothing to others.',
  })
  id!: string;

  @Field(() => String, { description: 'Email address of the user.' })
  name!: string;

  @Field(() => String, { description: 'Display name of the user.' })
  displayName!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A kind of key that is accepted.' })
class PasskeyKeyType {
  @Field(() => String, { description: 'Always `public-key`.' })
  type!: string;

  @Field(() => Int, { description: 'Number of the algorithm in COSE, the preferred one first.' })
  alg!: number;
}

@ObjectType({ simpleResolvers: true, description: 'What an authenticator must be able to do.' })
class PasskeyAuthenticatorSelection {
  @Field(() => String, { description: 'Always `required`: the passkey is found without an email address.' })
  residentKey!: string;

  @Field(() => Boolean, { description: 'The same, for older browsers.' })
  requireResidentKey!: boolean;

  @Field(() => String, { description: 'Always `required`: by a fingerprint, a face or a PIN.' })
  userVerification!: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'What to pass to `navigator.credentials.create` (`PublicKeyCredentialCreationOptionsJSON` of WebAuthn, which `PublicKeyCredential.parseCreationOptionsFromJSON` reads).',
})
export class PasskeyCreationOptions {
  @Field(() => String, { description: 'In base64url. It is answered once, within five minutes, at the same host.' })
  challenge!: string;

  @Field(() => PasskeyRelyingParty, { description: 'For whom the passkey is made.' })
  rp!: PasskeyRelyingParty;

  @Field(() => PasskeyUser, { description: 'Whose passkey is made.' })
  user!: PasskeyUser;

  @Field(() => [PasskeyKeyType], { description: 'The kinds of keys that are accepted.', complexity: 1 })
  pubKeyCredParams!: PasskeyKeyType[];

  @Field(() => Int, { description: 'Milliseconds within which to answer.' })
  timeout!: number;

  @Field(() => [PasskeyDescriptor], {
    description: 'The viewer’s passkeys at this host, so that no authenticator gets a second one.',
    complexity: 1,
  })
  excludeCredentials!: PasskeyDescriptor[];

  @Field(() => PasskeyAuthenticatorSelection, { description: 'What the authenticator must be able to do.' })
  authenticatorSelection!: PasskeyAuthenticatorSelection;

  @Field(() => String, { description: 'Always `none`: who made the authenticator is not asked.' })
  attestation!: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'What to pass to `navigator.credentials.get` (`PublicKeyCredentialRequestOptionsJSON` of WebAuthn, which `PublicKeyCredential.parseRequestOptionsFromJSON` reads).',
})
export class PasskeyRequestOptions {
  @Field(() => String, { description: 'In base64url. It is answered once, within five minutes, at the same host.' })
  challenge!: string;

  @Field(() => String, { description: 'The host of the passkeys that can answer.' })
  rpId!: string;

  @Field(() => Int, { description: 'Milliseconds within which to answer.' })
  timeout!: number;

  @Field(() => [PasskeyDescriptor], {
    description: 'The passkeys that can answer; empty where any of this host can.',
    complexity: 1,
  })
  allowCredentials!: PasskeyDescriptor[];

  @Field(() => String, {
    description: '`required` where the passkey is the only factor: by a fingerprint, a face or a PIN.',
  })
  userVerification!: string;
}
