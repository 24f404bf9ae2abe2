import type { GraphQLResolveInfo } from 'graphql';
import { authorProjection } from '../users/user.projection.ts';
import type { RequestContext } from '../context.ts';
import { column, computed, one, type Order, type Projection } from '../reads/projection.ts';
import { ticketProjection } from '../tickets/ticket.projection.ts';
import type { Feedback } from './feedback.contract.ts';
import type { FeedbackRow } from './feedback.entity.ts';
import { canUpdateFeedback, editableUntil } from './feedback.policy.ts';

export const feedbackProjection: Projection = {
  type: 'Feedback',
  table: 'feedback',
  scope: 'customer',
  fields: {
    id: column('id'),
    rating: column('rating'),
    comment: column('comment'),
    createdAt: column('created_at'),
    updatedAt: column('updated_at'),
    editableUntil: computed<FeedbackRow>(['createdAt'], ({ createdAt }) => editableUntil(createdAt)),
    viewerCanUpdate: computed<FeedbackRow>(['createdAt'], (feedback, { viewer }) =>
      canUpdateFeedback(viewer, feedback),
    ),
    author: one(
      () => authorProjection,
      (feedback, author) => `${author}.id = ${feedback}.author_id`,
    ),
    agent: one(
      () => authorProjection,
      (feedback, author) => `${author}.id = ${feedback}.agent_id`,
    ),
    ticket: one(
      () => ticketProjection,
      (feedback, ticket) => `${ticket}.id = ${feedback}.ticket_id`,
    ),
  },
};

export const newestFeedbackFirst: Order = {
  name: 'Feedback',
  keys: [
    { sql: (feedback) => `${feedback}.created_at`, type: 'timestamptz' },
    { sql: (feedback) => `${feedback}.id`, type: 'uuid' },
  ],
  descending: true,
};

/** The feedback as asked for in `info`, or null when it does not exist for this viewer. */
export function readFeedback(context: RequestContext, id: string, info: GraphQLResolveInfo): Promise<Feedback | null> {
  return context.one(feedbackProjection, (feedback, parameter) => `${feedback}.id = ${parameter(id, 'uuid')}`, info);
}
