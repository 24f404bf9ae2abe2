import { Arg, Ctx, ID, Resolver } from 'type-graphql';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { frequencies } from '../limits/limits.ts';
import { MessageAddInput, MessageAddPayload } from './message.contract.ts';
import { addMessage } from './message.service.ts';

@Resolver()
export class MessageResolver {
  @UserErrorMutation(() => MessageAddPayload, {
    description:
      'Adds a message to a ticket and notifies the other side. A message of a customer reopens a pending or resolved ticket. NOT_FOUND on `ticketId`; WRONG_STATE when the ticket is closed; FORBIDDEN on `input.internal` for customers.',
    price: 100,
    frequency: frequencies.messageAdd,
    keys: 'messages:write',
  })
  messageAdd(
    @Ctx() context: RequestContext,
    @Arg('ticketId', () => ID, { description: 'UUID of the ticket.' }) ticketId: string,
    @Arg('input', () => MessageAddInput, { description: 'The new message.' }) input: MessageAddInput,
  ) {
    return addMessage(context, ticketId, input);
  }
}
