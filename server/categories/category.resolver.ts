import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { mostCategories } from '#shared/categories.ts';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import {
  CategoriesArgs,
  CategoryConnection,
  CategoryCreateInput,
  CategoryCreatePayload,
  CategoryUpdateInput,
  CategoryUpdatePayload,
} from './category.contract.ts';
import { createCategory, readCategories, updateCategory } from './category.service.ts';

const brokenRules =
  'REQUIRED, TOO_LONG, TOO_MANY or INVALID on the part of `input.names` that breaks a rule, CONFLICT on `input.names` when another one that is not archived has the same name in a language';

@Resolver()
export class CategoryResolver {
  @Keys('tickets:read')
  @Query(() => CategoryConnection, {
    description:
      'What tickets can be about, in the order that admins have chosen, then archived ones: all of the tenant for staff; for customers those that can be chosen, and archived ones of their own tickets.',
  })
  categories(
    @Ctx() context: RequestContext,
    @Args(() => CategoriesArgs) args: CategoriesArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readCategories(context, args, info);
  }

  @UserErrorMutation(() => CategoryCreatePayload, {
    description: `Adds a category, as the last one. Once there is one, customers choose one for each ticket that they open. Admins only (FORBIDDEN). ${brokenRules}; TOO_MANY when there are ${mostCategories} that are not archived.`,
    keys: 'settings:write',
  })
  categoryCreate(
    @Ctx() context: RequestContext,
    @Arg('input', () => CategoryCreateInput, { description: 'The category.' }) input: CategoryCreateInput,
  ) {
    return createCategory(context, input);
  }

  @UserErrorMutation(() => CategoryUpdatePayload, {
    description: `Changes the names or the position of a category, archives it or brings it back. Admins only (FORBIDDEN). NOT_FOUND on \`id\`; ${brokenRules}; INVALID on \`input.position\` below 1; TOO_MANY when there are ${mostCategories} others that are not archived. What changes nothing is told to nobody.`,
    keys: 'settings:write',
  })
  categoryUpdate(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, { description: 'UUID of the category.' }) id: string,
    @Arg('input', () => CategoryUpdateInput, { description: 'The changes.' }) input: CategoryUpdateInput,
  ) {
    return updateCategory(context, id, input);
  }
}
