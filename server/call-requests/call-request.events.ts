import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Field, Info, ObjectType } from 'type-graphql';
import type { RequestContext } from '../context.ts';
import { PortalEvent, requireVisible } from '../events/event.contract.ts';
import { CallRequest } from './call-request.contract.ts';
import { CallRequestStatus } from './call-request.entity.ts';
import { callRequestReads } from './call-request.reads.ts';

/** The ticket is told through the call: it may have none, and `ticket` of other events is never null. */
@ObjectType()
abstract class CallEvent extends PortalEvent {
  subjectId!: string;

  @Field(() => CallRequest, { description: 'The call in its current state, with its ticket if it has one.' })
  callRequest(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo): Promise<CallRequest> {
    return requireVisible(context.byId(callRequestReads, this.subjectId, info));
  }
}

@ObjectType({ implements: PortalEvent, description: 'A customer requested a call.' })
export class CallRequested extends CallEvent {}

@ObjectType({
  implements: PortalEvent,
  description:
    'The status of a call changed, or its time. The statuses before and after are the same when another slot was booked, or when nobody answered again.',
})
export class CallRequestUpdated extends CallEvent {
  from!: CallRequestStatus;
  to!: CallRequestStatus;

  // not named as in TicketStatusChanged: one selection cannot hold two types under one name
  @Field(() => CallRequestStatus, { description: 'The status before.' })
  get fromStatus(): CallRequestStatus {
    return this.from;
  }

  @Field(() => CallRequestStatus, { description: 'The status after.' })
  get toStatus(): CallRequestStatus {
    return this.to;
  }
}

@ObjectType({
  implements: PortalEvent,
  description: 'The reminder of a booked call, `OpeningHours.reminderMinutes` before its slot.',
})
export class CallRequestDue extends CallEvent {}
