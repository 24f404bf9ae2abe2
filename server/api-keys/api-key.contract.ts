import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { adminScopes, keyLimits, keyScopes, staffScopes } from '#shared/key-scopes.ts';
import { textLimits } from '#shared/limits.ts';
import { Keys } from '../access/key-rules.ts';
import { Customer } from '../customers/customer.entity.ts';
import { DateTime } from '../graphql/date-time.ts';
import { Text, lengthRule } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { connectionType } from '../reads/connection.ts';
import { ReadBy } from '../reads/schema.ts';
import { Author } from '../users/user.entity.ts';

const listed = (scopes: readonly string[]) => scopes.map((scope) => `\`${scope}\``).join(', ');

@Keys('never')
@ObjectType({
  simpleResolvers: true,
  description:
    'A key with which a program uses the API. It is an author of its own in threads and in the history, and sees what its role and its scopes allow.',
})
export class ApiKey {
  @Field(() => ID, { description: 'UUID of the key: the same as that of the `Author` that it is.' })
  id!: string;

  @Field(() => String, { description: 'What it is for, as people read it beside what it did.' })
  name!: string;

  @Field(() => String, { description: 'The last four characters of its newest secret.' })
  hint!: string;

  @Field(() => [String], { description: 'What it may do. New scopes may be added.' })
  scopes!: string[];

  @Field(() => Customer, {
    nullable: true,
    description:
      'The customer for whom it stands, and beyond whom it sees nothing; null for one that stands for staff.',
  })
  customer!: Customer | null;

  @Field(() => [String], { description: 'Whence it may be used, in CIDR form; from everywhere when empty.' })
  addresses!: string[];

  @Field(() => DateTime, { description: 'When it was created.' })
  createdAt!: string;

  @Field(() => Author, { description: 'Who created it.' })
  createdBy!: Author;

  @Field(() => DateTime, { description: 'When its newest secret ends.' })
  expiresAt!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when the secret before it works, too; null where there is none.',
  })
  formerExpiresAt!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was last used, to about ten minutes; null where it never was.',
  })
  lastUsedAt!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was revoked; null until then.' })
  revokedAt!: string | null;
}

export const ApiKeyConnection = connectionType('ApiKey', () => ApiKey);

const expiryRule = `When the secret ends: INVALID for what is past, or more than ${keyLimits.days} days away.`;

@InputType({ description: 'A new API key.' })
export class ApiKeyCreateInput {
  @Field(() => String, { description: `What it is for: ${lengthRule(textLimits.keyName, 1)}.` })
  @Text({ maximum: textLimits.keyName })
  name!: string;

  @Field(() => [String], {
    description: `What it may do, of ${listed(keyScopes)}. REQUIRED for none, INVALID for any other. With one of ${listed(adminScopes)} it stands for an admin, otherwise for an agent.`,
  })
  scopes!: string[];

  @Field(() => DateTime, { description: expiryRule })
  expiresAt!: Date;

  @Field(() => ID, {
    nullable: true,
    description: `UUID of a customer for whom it stands instead, and beyond whom it sees nothing. NOT_FOUND; INVALID on \`input.scopes\` with ${listed(staffScopes)}.`,
  })
  customerId?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: `Whence it may be used: addresses or ranges of IPv4 or IPv6, such as \`203.0.113.0/24\` or \`2001:db8::/32\`, at most ${keyLimits.addresses}. From everywhere when empty or omitted. INVALID, TOO_MANY.`,
  })
  addresses?: string[] | null;
}

@InputType({ description: 'Another secret for an API key.' })
export class ApiKeyRotateInput {
  @Field(() => DateTime, { description: expiryRule })
  expiresAt!: Date;

  @Field(() => Int, {
    defaultValue: 24,
    description: `Hours for which the secret before it works, too, 0 to ${keyLimits.overlapHours}: INVALID beyond. It never works longer than it would have.`,
  })
  overlapHours: number = 24;
}

@ObjectType()
abstract class ApiKeyPayload extends Payload {
  apiKeyId?: string;

  @Field(() => ApiKey, { nullable: true, description: 'The key; null when there are user errors.' })
  @ReadBy('apiKeyId')
  apiKey?: ApiKey | null;
}

@ObjectType()
abstract class ApiKeySecretPayload extends ApiKeyPayload {
  @Field(() => String, {
    nullable: true,
    description: 'The secret, which nobody can ever read again; null when there are user errors.',
  })
  secret?: string | null;
}

@ObjectType({ description: 'Result of `apiKeyCreate`.' })
export class ApiKeyCreatePayload extends ApiKeySecretPayload {}

@ObjectType({ description: 'Result of `apiKeyRotate`.' })
export class ApiKeyRotatePayload extends ApiKeySecretPayload {}

@ObjectType({ description: 'Result of `apiKeyRevoke`.' })
export class ApiKeyRevokePayload extends ApiKeyPayload {}
