import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
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
  @Keys('feedback:read')
  @Query(() => FeedbackSummary, {
    description:
      'Count, average and distribution of the feedback given in a period, in total and by agent. Staff only (FORBIDDEN). BAD_USER_INPUT when `to` is not after `from`, or more than 366 days after it.',
    complexity: 100,
  })
  feedbackSummary(@Ctx() context: RequestContext, @Args(() => FeedbackSummaryArgs) args: FeedbackSummaryArgs) {
    return readSummary(context, args);
  }

  @Keys('feedback:read')
  @Query(() => FeedbackConnection, { description: 'The feedback of the tenant, newest first. Staff only (FORBIDDEN).' })
  feedbacks(
    @Ctx() context: RequestContext,
    @Args(() => FeedbacksArgs) args: FeedbacksArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readFeedbacks(context, args, info);
  }

  @UserErrorMutation(() => FeedbackSubmitPayload, {
    description:
      'Gives feedback on a resolved or closed ticket, once. The admins of the tenant are notified. Repeating the same feedback returns what was written. Customers only (FORBIDDEN). NOT_FOUND on `ticketId`; WRONG_STATE when the ticket is neither resolved nor closed, and where no feedback is asked for; CONFLICT when other feedback has already been given.',
    keys: 'feedback:write',
  })
  feedbackSubmit(
    @Ctx() context: RequestContext,
    @Arg('ticketId', () => ID, ticketId) id: string,
    @Arg('input', () => FeedbackSubmitInput, { description: 'The feedback.' }) input: FeedbackSubmitInput,
  ) {
    return submitFeedback(context, id, input);
  }

  @UserErrorMutation(() => FeedbackUpdatePayload, {
    description:
      'Changes feedback within a day after it was given, whatever the status of the ticket. Customers only (FORBIDDEN). NOT_FOUND on `ticketId`; WRONG_STATE when there is no feedback, or the day has passed.',
    keys: 'feedback:write',
  })
  feedbackUpdate(
    @Ctx() context: RequestContext,
    @Arg('ticketId', () => ID, ticketId) id: string,
    @Arg('input', () => FeedbackUpdateInput, { description: 'The new feedback.' }) input: FeedbackUpdateInput,
  ) {
    return updateFeedback(context, id, input);
  }

  @UserErrorMutation(() => FeedbackDeclinePayload, {
    description:
      'Dismisses the question for feedback on this ticket, on all devices; feedback can still be given. Customers only (FORBIDDEN). NOT_FOUND on `ticketId`; WRONG_STATE when `viewerCanGiveFeedback` is false.',
    keys: 'feedback:write',
  })
  feedbackDecline(@Ctx() context: RequestContext, @Arg('ticketId', () => ID, ticketId) id: string) {
    return declineFeedback(context, id);
  }
}
