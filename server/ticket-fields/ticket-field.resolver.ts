import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import {
  TicketFieldArchivePayload,
  TicketFieldConnection,
  TicketFieldCreateInput,
  TicketFieldCreatePayload,
  TicketFieldRestorePayload,
  TicketFieldUpdateInput,
  TicketFieldUpdatePayload,
  TicketFieldsArgs,
  TicketFieldsReorderPayload,
} from './ticket-field.contract.ts';
import { createField, readFields, reorderFields, setArchived, updateField } from './ticket-field.service.ts';

const fieldId = { description: 'UUID of the field.' };

@Resolver()
export class TicketFieldResolver {
  @Keys('tickets:read')
  @Query(() => TicketFieldConnection, {
    description:
      'The fields that admins have added to the tickets of the tenant, in the order in which they are asked; for customers without those that are internal.',
  })
  ticketFields(
    @Ctx() context: RequestContext,
    @Args(() => TicketFieldsArgs) args: TicketFieldsArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readFields(context, args, info);
  }

  @UserErrorMutation(() => TicketFieldCreatePayload, {
    description:
      'Adds a field to the tickets of the tenant, as the last one; tickets that there are have no value in it. Admins only (FORBIDDEN). REQUIRED, TOO_LONG, TOO_MANY or INVALID on what breaks a rule; TOO_MANY without a field where there are as many fields as there may be.',
    keys: 'settings:write',
  })
  async ticketFieldCreate(
    @Ctx() context: RequestContext,
    @Arg('input', () => TicketFieldCreateInput, { description: 'The field.' }) input: TicketFieldCreateInput,
  ) {
    return createField(context, input);
  }

  @UserErrorMutation(() => TicketFieldUpdatePayload, {
    description:
      'Changes what a field is called, whether it is required and what can be chosen, also of an archived one; its kind and for whom it is stay. Values that tickets have stay as well. Admins only (FORBIDDEN). NOT_FOUND on `id` or the `id` of a choice; REQUIRED, TOO_LONG, TOO_MANY or INVALID on what breaks a rule.',
    keys: 'settings:write',
  })
  async ticketFieldUpdate(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, fieldId) id: string,
    @Arg('input', () => TicketFieldUpdateInput, { description: 'The changes.' }) input: TicketFieldUpdateInput,
  ) {
    return updateField(context, id, input);
  }

  @UserErrorMutation(() => TicketFieldArchivePayload, {
    description:
      'Asks a field no more; tickets keep the values they have. Admins only (FORBIDDEN). NOT_FOUND on `id`; WRONG_STATE on `id` for one that is archived.',
    keys: 'settings:write',
  })
  async ticketFieldArchive(@Ctx() context: RequestContext, @Arg('id', () => ID, fieldId) id: string) {
    return setArchived(context, id, true);
  }

  @UserErrorMutation(() => TicketFieldRestorePayload, {
    description:
      'Asks an archived field again. Admins only (FORBIDDEN). NOT_FOUND on `id`; WRONG_STATE on `id` for one that is not archived; TOO_MANY on `id` where as many are asked as there may be.',
    keys: 'settings:write',
  })
  async ticketFieldRestore(@Ctx() context: RequestContext, @Arg('id', () => ID, fieldId) id: string) {
    return setArchived(context, id, false);
  }

  @UserErrorMutation(() => TicketFieldsReorderPayload, {
    description:
      'Puts fields in another order: those that are named come first, the others follow as before. Admins only (FORBIDDEN). NOT_FOUND on `ids` for one that does not exist.',
    keys: 'settings:write',
  })
  async ticketFieldsReorder(
    @Ctx() context: RequestContext,
    @Arg('ids', () => [ID], { description: 'UUIDs of fields in their new order, each once.' }) ids: string[],
  ) {
    await reorderFields(context, ids);
  }
}
