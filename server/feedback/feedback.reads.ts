import { belongsTo, computed } from '../reads/fields.ts';
import { descending } from '../reads/order.ts';
import { reads } from '../reads/reads.ts';
import { Feedback } from './feedback.contract.ts';
import { FeedbackRow } from './feedback.entity.ts';
import { canUpdateFeedback, editableUntil } from './feedback.policy.ts';

export const feedbackReads = reads(FeedbackRow, Feedback, {
  columns: ['id', 'rating', 'comment', 'createdAt', 'updatedAt'],
  fields: {
    editableUntil: computed(['createdAt'], ({ createdAt }) => editableUntil(createdAt)),
    viewerCanUpdate: computed(['createdAt'], (feedback, { viewer }) => canUpdateFeedback(viewer, feedback)),
    author: belongsTo('authorId'),
    agent: belongsTo('agentId'),
    ticket: belongsTo('ticketId'),
  },
});

export const newestFeedbackFirst = descending<FeedbackRow>('createdAt', 'id');
