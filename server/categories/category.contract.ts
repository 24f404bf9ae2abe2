import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { textLimits } from '#shared/limits.ts';
import { Keys } from '../access/key-rules.ts';
import { lengthRule } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { LocalisedText, LocalisedTextInput } from '../locales/localised-text.ts';
import { PageArgs, connectionType } from '../reads/connection.ts';
import { ReadBy } from '../reads/schema.ts';

const namesRule = `one for each language at most, and one in \`Tenant.defaultLocale\`: ${lengthRule(textLimits.categoryName)}`;
const positionRule = 'Its position among those that are not archived, from 1';

@Keys('tickets:read')
@ObjectType({ simpleResolvers: true, description: 'What a ticket is about: one of those that the tenant offers.' })
export class Category {
  @Field(() => ID, { description: 'UUID of the category.' })
  id!: string;

  @Field(() => String, {
    description: 'Its name in the language of the viewer, or else in the default language of the tenant.',
  })
  name!: string;

  @Field(() => [LocalisedText], {
    nullable: true,
    description: 'Its names in all languages that it has one in; null for customers.',
    complexity: 1,
  })
  names!: LocalisedText[] | null;

  @Field(() => Int, { nullable: true, description: `${positionRule}; null for an archived one.` })
  position!: number | null;

  @Field(() => Boolean, {
    description: 'Whether it is archived: tickets keep it and are found by it, but it can no longer be chosen.',
  })
  archived!: boolean;
}

export const CategoryConnection = connectionType('Category', () => Category);

@InputType({ description: 'Criteria for categories. All that are given must be met.' })
export class CategoryFilter {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Only archived ones, or only those that can be chosen; either when omitted.',
  })
  archived?: boolean | null;
}

@ArgsType()
export class CategoriesArgs extends PageArgs {
  @Field(() => CategoryFilter, {
    nullable: true,
    description: 'Which categories; all that the viewer can see when omitted.',
  })
  filter?: CategoryFilter | null;
}

@InputType({ description: 'A new category.' })
export class CategoryCreateInput {
  @Field(() => [LocalisedTextInput], { description: `Its names, ${namesRule}.` })
  names!: LocalisedTextInput[];
}

@InputType({ description: 'Changes to a category; omitted fields stay unchanged.' })
export class CategoryUpdateInput {
  @Field(() => [LocalisedTextInput], {
    nullable: true,
    description: `Its names as a whole, ${namesRule}. Null for no change.`,
  })
  names?: LocalisedTextInput[] | null;

  @Field(() => Int, {
    nullable: true,
    description: `${positionRule}; the last one for what is more. The others make room. Null for no change, and without effect on an archived one.`,
  })
  position?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it is archived. What is brought back becomes the last one unless `position` says otherwise. Null for no change.',
  })
  archived?: boolean | null;
}

@ObjectType({ simpleResolvers: true })
abstract class CategoryPayload extends Payload {
  categoryId?: string;

  @Field(() => Category, {
    nullable: true,
    description: 'The category after the change; null when there are user errors.',
  })
  @ReadBy('categoryId')
  category?: Category | null;
}

@ObjectType({ description: 'Result of `categoryCreate`.' })
export class CategoryCreatePayload extends CategoryPayload {}

@ObjectType({ description: 'Result of `categoryUpdate`.' })
export class CategoryUpdatePayload extends CategoryPayload {}
