import { AttachmentRow } from '../attachments/attachment.entity.ts';
import { belongsTo, boundedList, computed, expression } from '../reads/fields.ts';
import { ascending } from '../reads/order.ts';
import { reads } from '../reads/reads.ts';
import { excerpt } from '../search/highlight.ts';
import { Message } from './message.contract.ts';
import { MessageRow } from './message.entity.ts';

/** As much of the body as an excerpt can be of. */
const beginning = expression<MessageRow, string>((message) => `left(${message.body}, 1000)`);

export const messageReads = reads(MessageRow, Message, {
  columns: ['id', 'body', 'internal', 'createdAt'],
  fields: {
    excerpt: computed(
      [],
      (message) =>
        excerpt(message.beginning, null)
          .map(({ text }) => text)
          .join(''),
      { beginning },
    ),
    author: belongsTo('authorId'),
    ticket: belongsTo('ticketId'),
    attachments: boundedList(AttachmentRow, 'messageId', { max: 10 }),
  },
  order: ascending('createdAt'),
});
