import { Field, InputType } from 'type-graphql';
import { textLimits } from '#shared/limits.ts';
import { Text } from '../graphql/text.ts';

/** Whose account it is, as somebody says who is not signed in. */
@InputType()
export abstract class AccountInput {
  @Field(() => String, { description: 'The email address, case-insensitive.' })
  @Text({ maximum: 320 })
  email!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Slug of the tenant; required only where `portal.tenant` is null.',
  })
  @Text({ maximum: textLimits.tenantSlug, optional: true })
  tenant?: string | null;
}
