import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Field, Info, ObjectType } from 'type-graphql';
import type { RequestContext } from '../context.ts';
import { PortalEvent, TicketEvent, requireVisible } from '../events/event.contract.ts';
import { Ticket } from '../tickets/ticket.contract.ts';
import { ticketReads } from '../tickets/ticket.reads.ts';
import { Feedback } from './feedback.contract.ts';
import { feedbackReads } from './feedback.reads.ts';

@ObjectType()
abstract class FeedbackEvent extends TicketEvent {
  subjectId!: string;

  @Field(() => Ticket, { description: 'The ticket in its current state.' })
  ticket(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Promise<Ticket> {
    return requireVisible(context.byId(ticketReads, this.ticketId, info));
  }

  @Field(() => Feedback, { description: 'The feedback in its current state.' })
  feedback(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Promise<Feedback> {
    return requireVisible(context.byId(feedbackReads, this.subjectId, info));
  }
}

@ObjectType({ implements: PortalEvent, description: 'A customer gave feedback on a ticket.' })
export class FeedbackSubmitted extends FeedbackEvent {}

@ObjectType({ implements: PortalEvent, description: 'A customer changed the feedback on a ticket.' })
export class FeedbackUpdated extends FeedbackEvent {}
