import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../context.ts';
import { Verb } from '../graphql/user-error.ts';
import {
  FeedbackConnection,
  FeedbackDeclinePayload,
  FeedbackSubmitInput,
  FeedbackSubmitPayload,
  FeedbackSummary,
  FeedbackSummaryArgs,
  FeedbackUpdateInput,
  FeedbackUpdatePayload,
  FeedbacksArgs,
} from './feedback.contract.ts';
import { declineFeedback, submitFeedback, updateFeedback } from './feedback.service.ts';
import { readFeedbacks, readSummary } from './feedback-summary.ts';

const ticketId = { description: 'UUID of the ticket.' };

@Resolver()
export class FeedbackResolver {
  @Query(() => FeedbackSummary, {
    description:
      'Averages and counts of the feedback given within a period, in all and by agent; staff only (FORBIDDEN).',
  })
  feedbackSummary(@Ctx() context: RequestContext, @Args(() => FeedbackSummaryArgs) args: FeedbackSummaryArgs) {
    return readSummary(context, args);
  }

  @Query(() => FeedbackConnection, { description: 'The feedback of the tenant, newest first; staff only (FORBIDDEN).' })
  feedbacks(
    @Ctx() context: RequestContext,
    @Args(() => FeedbacksArgs) args: FeedbacksArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readFeedbacks(context, args, info);
  }

  @Verb(() => FeedbackSubmitPayload, {
    description:
      'Gives feedback on a resolved or closed ticket, once; the admins of the tenant are told by mail. Sending the same again answers with what was written. Customers only (FORBIDDEN); NOT_FOUND on `ticketId`; WRONG_STATE when the ticket is neither resolved nor closed; CONFLICT when other feedback was given before.',
  })
  feedbackSubmit(
    @Ctx() context: RequestContext,
    @Arg('ticketId', () => ID, ticketId) id: string,
    @Arg('input', () => FeedbackSubmitInput, { description: 'The feedback.' }) input: FeedbackSubmitInput,
  ) {
    return submitFeedback(context, id, input);
  }

  @Verb(() => FeedbackUpdatePayload, {
    description:
      'Changes feedback within a day of giving it, whatever became of the ticket. Customers only (FORBIDDEN); NOT_FOUND on `ticketId`; WRONG_STATE when none was given, or the day is over.',
  })
  feedbackUpdate(
    @Ctx() context: RequestContext,
    @Arg('ticketId', () => ID, ticketId) id: string,
    @Arg('input', () => FeedbackUpdateInput, { description: 'What it shall say instead.' }) input: FeedbackUpdateInput,
  ) {
    return updateFeedback(context, id, input);
  }

  @Verb(() => FeedbackDeclinePayload, {
    description:
      'Not now: the portal does not ask for feedback on this ticket again, on any device; it can still be given. Customers only (FORBIDDEN); NOT_FOUND on `ticketId`; WRONG_STATE where `viewerCanGiveFeedback` is false.',
  })
  feedbackDecline(@Ctx() context: RequestContext, @Arg('ticketId', () => ID, ticketId) id: string) {
    return declineFeedback(context, id);
  }
}
