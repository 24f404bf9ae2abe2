import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { frequencies } from '../limits/limits.ts';
import { dearerPage, fieldFilterPrice, textSearchPrice } from '../limits/price.ts';
import {
  Ticket,
  TicketClosePayload,
  TicketConnection,
  TicketCreateInput,
  TicketCreatePayload,
  TicketReopenPayload,
  TicketUpdateInput,
  TicketUpdatePayload,
  TicketsArgs,
} from './ticket.contract.ts';
import { ticketReads } from './ticket.reads.ts';
import { closeTicket, createTicket, readTickets, reopenTicket, updateTicket } from './ticket.service.ts';

const ticketId = { description: 'UUID of the ticket.' };

@Resolver()
export class TicketResolver {
  @Keys('tickets:read')
  @Query(() => TicketConnection, {
    description: 'The tickets that the viewer can see: their own for customers, all of the tenant for staff.',
    complexity: dearerPage<TicketsArgs>(
      ({ filter }) => (filter?.search ? textSearchPrice : 0) + (filter?.fields?.length ?? 0) * fieldFilterPrice,
    ),
  })
  tickets(
    @Ctx() context: RequestContext,
    @Args(() => TicketsArgs) args: TicketsArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readTickets(context, args, info);
  }

  @Keys('tickets:read')
  @Query(() => Ticket, { nullable: true, description: 'One ticket; null when it does not exist for this viewer.' })
  ticket(@Ctx() context: RequestContext, @Arg('id', () => ID, ticketId) id: string, @Info() info: GraphQLResolveInfo) {
    return context.byId(ticketReads, id, info);
  }

  @UserErrorMutation(() => TicketCreatePayload, {
    description:
      'Opens a ticket, by a customer or by staff for a customer. The admins of the tenant are notified, and the customer of a ticket that staff open. NOT_FOUND on `input.customerId`, REQUIRED when staff omit it; NOT_FOUND on `input.categoryId`, REQUIRED when customers omit it and there are categories; NOT_FOUND or TOO_MANY on `input.attachmentIds`; what each value of `input.fields` has to be is said there, and its error has its path, such as `input.fields.0.number`.',
    price: 500,
    frequency: frequencies.ticketCreate,
    keys: 'tickets:write',
  })
  ticketCreate(
    @Ctx() context: RequestContext,
    @Arg('input', () => TicketCreateInput, { description: 'The new ticket.' }) input: TicketCreateInput,
  ) {
    return createTicket(context, input);
  }

  @UserErrorMutation(() => TicketUpdatePayload, {
    description:
      'Changes the title, type, category, status, priority, assignee, team or fields of a ticket. Staff only (FORBIDDEN). NOT_FOUND on `id`, `input.assigneeId`, `input.teamId` or `input.categoryId`; what is wrong with a value of `input.fields` on its path, such as `input.fields.0.number`; CONFLICT on `input.version` when it has changed since. What changes nothing is told to nobody.',
    frequency: frequencies.ticketUpdate,
    keys: 'tickets:write',
  })
  ticketUpdate(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, ticketId) id: string,
    @Arg('input', () => TicketUpdateInput, { description: 'The changes.' }) input: TicketUpdateInput,
  ) {
    return updateTicket(context, id, input);
  }

  @UserErrorMutation(() => TicketClosePayload, {
    description: 'Closes a ticket. NOT_FOUND on `id`; WRONG_STATE when it is already closed.',
    keys: 'tickets:write',
  })
  ticketClose(@Ctx() context: RequestContext, @Arg('id', () => ID, ticketId) id: string) {
    return closeTicket(context, id);
  }

  @UserErrorMutation(() => TicketReopenPayload, {
    description: 'Reopens a resolved or closed ticket. NOT_FOUND on `id`; WRONG_STATE when it is neither.',
    keys: 'tickets:write',
  })
  ticketReopen(@Ctx() context: RequestContext, @Arg('id', () => ID, ticketId) id: string) {
    return reopenTicket(context, id);
  }
}
