import { ArgsType, Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { z } from 'zod';
import { Author } from '../users/user.entity.ts';
import { PageArgs, connectionType } from '../reads/connection.ts';
import { ReadBy } from '../reads/schema.ts';
import { DateTime } from '../graphql/date-time.ts';
import { Rule } from '../graphql/input.ts';
import { Text } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { Ticket } from '../tickets/ticket.contract.ts';

@ObjectType({ simpleResolvers: true, description: 'What a customer thought of the help with a ticket; one a ticket.' })
export class Feedback {
  @Field(() => ID, { description: 'UUID of the feedback.' })
  id!: string;

  @Field(() => Int, { description: 'From 1 (very bad) to 5 (very good).' })
  rating!: number;

  @Field(() => String, {
    nullable: true,
    description: 'What the customer had to say: plain text of at most 2,000 characters; null when nothing.',
  })
  comment!: string | null;

  @Field(() => Author, { description: 'The user of the customer who gave it, or changed it last.' })
  author!: Author;

  @Field(() => Author, {
    nullable: true,
    description:
      'Whose work it is about: the assignee when it was given, otherwise who answered last; null when nobody had.',
  })
  agent!: Author | null;

  @Field(() => DateTime, { description: 'When it was given; this is what `feedbackSummary` counts it by.' })
  createdAt!: string;

  @Field(() => DateTime, { description: 'When it was last changed; as `createdAt` when it never was.' })
  updatedAt!: string;

  @Field(() => DateTime, { description: 'Until when the customer can change it: a day after it was given.' })
  editableUntil!: Date;

  @Field(() => Boolean, { description: 'Whether `feedbackUpdate` is open to the viewer now.' })
  viewerCanUpdate!: boolean;

  @Field(() => Ticket, { description: 'The ticket it belongs to.' })
  ticket!: Ticket;
}

export const FeedbackConnection = connectionType('Feedback', () => Feedback);

@ArgsType()
export class FeedbacksArgs extends PageArgs {
  @Field(() => DateTime, { nullable: true, description: 'Only what was given at this moment or later.' })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Only what was given before this moment.' })
  to?: Date | null;
}

@ArgsType()
export class FeedbackSummaryArgs {
  @Field(() => DateTime, { description: 'Where the period begins, inclusive.' })
  from!: Date;

  @Field(() => DateTime, { description: 'Where the period ends, exclusive; at most 366 days after `from`.' })
  to!: Date;
}

@ObjectType({ simpleResolvers: true, description: 'How often one rating was given.' })
export class FeedbackRatingCount {
  @Field(() => Int, { description: 'The rating, 1 to 5.' })
  rating!: number;

  @Field(() => Int, { description: 'How often it was given.' })
  count!: number;
}

@ObjectType({ simpleResolvers: true })
abstract class FeedbackFigures {
  @Field(() => Int, { description: 'How many ratings were given.' })
  count!: number;

  @Field(() => Float, { nullable: true, description: 'The average rating, not rounded; null when there is none.' })
  average!: number | null;

  @Field(() => [FeedbackRatingCount], { description: 'All five ratings, 1 first, and how often each was given.' })
  ratings!: FeedbackRatingCount[];
}

@ObjectType({ simpleResolvers: true, description: 'What the feedback of a period says of one agent.' })
export class AgentFeedback extends FeedbackFigures {
  @Field(() => Author, {
    nullable: true,
    description: 'Whose work was rated; null for tickets nobody looked after or answered.',
  })
  agent!: Author | null;
}

@ObjectType({ simpleResolvers: true, description: 'What the feedback given within a period says, in numbers.' })
export class FeedbackSummary extends FeedbackFigures {
  @Field(() => [AgentFeedback], {
    description: 'The same for each agent who was rated, most ratings first; at most 100 of them.',
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
    description: 'What else there is to say: at most 2,000 characters, plain text.',
  })
  @Text({ maximum: 2_000, optional: true })
  comment?: string | null;
}

@InputType({ description: 'Feedback on a ticket.' })
export class FeedbackSubmitInput extends FeedbackInput {}

@InputType({ description: 'What the feedback shall say instead, as a whole: a comment left out is taken away.' })
export class FeedbackUpdateInput extends FeedbackInput {}

@ObjectType({ description: 'Answer of `feedbackDecline`.' })
export class FeedbackDeclinePayload extends Payload {
  ticketId?: string;

  @Field(() => Ticket, { nullable: true, description: 'The ticket as it is now; null when nothing was done.' })
  @ReadBy('ticketId')
  ticket?: Ticket | null;
}

@ObjectType({ simpleResolvers: true })
abstract class FeedbackPayload extends FeedbackDeclinePayload {
  feedbackId?: string;

  @Field(() => Feedback, { nullable: true, description: 'The feedback as it is now; null when nothing was done.' })
  @ReadBy('feedbackId')
  feedback?: Feedback | null;
}

@ObjectType({ description: 'Answer of `feedbackSubmit`.' })
export class FeedbackSubmitPayload extends FeedbackPayload {}

@ObjectType({ description: 'Answer of `feedbackUpdate`.' })
export class FeedbackUpdatePayload extends FeedbackPayload {}
