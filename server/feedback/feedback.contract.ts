import { ArgsType, Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { z } from 'zod';
import { textLimits } from '#shared/limits.ts';
import { Keys } from '../access/key-rules.ts';
import { Author } from '../users/user.entity.ts';
import { PageArgs, connectionType } from '../reads/connection.ts';
import { ReadBy } from '../reads/schema.ts';
import { DateTime } from '../graphql/date-time.ts';
import { PeriodInput } from '../graphql/period.ts';
import { Rule } from '../graphql/input.ts';
import { Text, lengthRule } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { listPrice } from '../limits/price.ts';
import { Ticket } from '../tickets/ticket.contract.ts';

@Keys('feedback:read')
@ObjectType({ simpleResolvers: true, description: 'A customer’s rating of a ticket; at most one per ticket.' })
export class Feedback {
  @Field(() => ID, { description: 'UUID of the feedback.' })
  id!: string;

  @Field(() => Int, { description: 'From 1 (very bad) to 5 (very good).' })
  rating!: number;

  @Field(() => String, {
    nullable: true,
    description: `Plain text: ${lengthRule(textLimits.feedbackComment)}; null when there is no comment.`,
  })
  comment!: string | null;

  @Field(() => Author, { description: 'The user of the customer who gave the feedback, or last changed it.' })
  author!: Author;

  @Field(() => Author, {
    nullable: true,
    description:
      'The rated agent: the assignee at the time, otherwise whoever answered last; null when there was neither.',
  })
  agent!: Author | null;

  @Field(() => DateTime, {
    description: 'When the feedback was given, which decides the period it counts for in `feedbackSummary`.',
  })
  createdAt!: string;

  @Field(() => DateTime, { description: 'When the feedback last changed; the same as `createdAt` when it never did.' })
  updatedAt!: string;

  @Field(() => DateTime, {
    description: 'Until when the customer can change the feedback: one day after it was given.',
  })
  editableUntil!: Date;

  @Field(() => Boolean, { description: 'Whether the viewer can use `feedbackUpdate` now.' })
  viewerCanUpdate!: boolean;

  @Field(() => Ticket, { description: 'The rated ticket.' })
  ticket!: Ticket;
}

export const FeedbackConnection = connectionType('Feedback', () => Feedback);

@InputType({ description: 'Criteria for feedback. All that are given must be met.' })
export class FeedbackFilter {
  @Field(() => PeriodInput, { nullable: true, description: 'When it was given; ever when omitted.' })
  createdAt?: PeriodInput | null;

  @Field(() => ID, {
    nullable: true,
    description: 'UUID of the customer who gave it; nothing is found for one that does not exist.',
  })
  customerId?: string | null;
}

@ArgsType()
export class FeedbacksArgs extends PageArgs {
  @Field(() => FeedbackFilter, { nullable: true, description: 'Which feedback; all of the tenant when omitted.' })
  filter?: FeedbackFilter | null;
}

@ArgsType()
export class FeedbackSummaryArgs {
  @Field(() => DateTime, { description: 'Start of the period, inclusive.' })
  from!: Date;

  @Field(() => DateTime, { description: 'End of the period, exclusive; at most 366 days after `from`.' })
  to!: Date;
}

@ObjectType({ simpleResolvers: true, description: 'How often a rating was given.' })
class FeedbackRatingCount {
  @Field(() => Int, { description: 'The rating, 1 to 5.' })
  rating!: number;

  @Field(() => Int, { description: 'How often the rating was given.' })
  count!: number;
}

@ObjectType({ simpleResolvers: true })
abstract class FeedbackFigures {
  @Field(() => Int, { description: 'Number of ratings.' })
  count!: number;

  @Field(() => Float, { nullable: true, description: 'Average rating, not rounded; null when there are no ratings.' })
  average!: number | null;

  @Field(() => [FeedbackRatingCount], {
    description: 'How often each of the five ratings was given, from 1 to 5.',
    complexity: 1,
  })
  ratings!: FeedbackRatingCount[];
}

@ObjectType({ simpleResolvers: true, description: 'Figures of the feedback that an agent received in a period.' })
export class AgentFeedback extends FeedbackFigures {
  @Field(() => Author, {
    nullable: true,
    description: 'The rated agent; null for tickets that were neither assigned nor answered.',
  })
  agent!: Author | null;
}

@ObjectType({ simpleResolvers: true, description: 'Figures of the feedback given in a period.' })
export class FeedbackSummary extends FeedbackFigures {
  @Field(() => [AgentFeedback], {
    description: 'The same for each rated agent, most ratings first; at most 100 agents.',
    complexity: listPrice(100),
  })
  agents!: AgentFeedback[];
}

@InputType()
abstract class FeedbackInput {
  @Field(() => Int, { description: 'From 1 (very bad) to 5 (very good).' })
  @Rule(() => z.literal([1, 2, 3, 4, 5], 'rating must be a whole number from 1 to 5.'))
  rating!: number;

  @Field(() => String, {
    nullable: true,
    description: `Comment: plain text of ${lengthRule(textLimits.feedbackComment)}.`,
  })
  @Text({ maximum: textLimits.feedbackComment, optional: true })
  comment?: string | null;
}

@InputType({ description: 'Feedback on a ticket.' })
export class FeedbackSubmitInput extends FeedbackInput {}

@InputType({ description: 'The new feedback, which replaces the old one as a whole: an omitted comment is removed.' })
export class FeedbackUpdateInput extends FeedbackInput {}

@ObjectType({ description: 'Result of `feedbackDecline`.' })
export class FeedbackDeclinePayload extends Payload {
  ticketId?: string;

  @Field(() => Ticket, { nullable: true, description: 'The ticket after the change; null when there are user errors.' })
  @ReadBy('ticketId')
  ticket?: Ticket | null;
}

@ObjectType({ simpleResolvers: true })
abstract class FeedbackPayload extends FeedbackDeclinePayload {
  feedbackId?: string;

  @Field(() => Feedback, {
    nullable: true,
    description: 'The feedback after the change; null when there are user errors.',
  })
  @ReadBy('feedbackId')
  feedback?: Feedback | null;
}

@ObjectType({ description: 'Result of `feedbackSubmit`.' })
export class FeedbackSubmitPayload extends FeedbackPayload {}

@ObjectType({ description: 'Result of `feedbackUpdate`.' })
export class FeedbackUpdatePayload extends FeedbackPayload {}
