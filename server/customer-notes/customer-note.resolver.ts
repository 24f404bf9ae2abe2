import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { PageArgs } from '../reads/connection.ts';
import {
  CustomerNoteAddInput,
  CustomerNoteAddPayload,
  CustomerNoteConnection,
  CustomerNoteRemovePayload,
  CustomerNoteUpdateInput,
  CustomerNoteUpdatePayload,
} from './customer-note.contract.ts';
import { addNote, readNotes, removeNote, updateNote } from './customer-note.service.ts';

const noteId = { description: 'UUID of the note.' };
const customerId = { description: 'UUID of the customer.' };

@Resolver()
export class CustomerNoteResolver {
  @Keys('notes:read')
  @Query(() => CustomerNoteConnection, {
    description:
      'The notes of staff about a customer, newest first; none for a customer that does not exist. Staff only (FORBIDDEN).',
  })
  customerNotes(
    @Ctx() context: RequestContext,
    @Arg('customerId', () => ID, customerId) id: string,
    @Args(() => PageArgs) page: PageArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readNotes(context, id, page, info);
  }

  @UserErrorMutation(() => CustomerNoteAddPayload, {
    description:
      'Notes something about a customer, which the customer never sees. Staff only (FORBIDDEN). NOT_FOUND on `customerId`; REQUIRED or TOO_LONG on `input.body`.',
    keys: 'notes:write',
  })
  async customerNoteAdd(
    @Ctx() context: RequestContext,
    @Arg('customerId', () => ID, customerId) id: string,
    @Arg('input', () => CustomerNoteAddInput, { description: 'The note.' }) input: CustomerNoteAddInput,
  ) {
    return addNote(context, id, input);
  }

  @UserErrorMutation(() => CustomerNoteUpdatePayload, {
    description:
      'Changes a note about a customer, whoever wrote it. Staff only (FORBIDDEN). NOT_FOUND on `id`; REQUIRED or TOO_LONG on `input.body`.',
    keys: 'notes:write',
  })
  async customerNoteUpdate(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, noteId) id: string,
    @Arg('input', () => CustomerNoteUpdateInput, { description: 'The note.' }) input: CustomerNoteUpdateInput,
  ) {
    return updateNote(context, id, input);
  }

  @UserErrorMutation(() => CustomerNoteRemovePayload, {
    description:
      'Removes a note about a customer for good, whoever wrote it. Staff only (FORBIDDEN). NOT_FOUND on `id`.',
    keys: 'notes:write',
  })
  async customerNoteRemove(@Ctx() context: RequestContext, @Arg('id', () => ID, noteId) id: string) {
    await removeNote(context, id);
  }
}
