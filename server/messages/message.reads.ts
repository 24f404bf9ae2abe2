import { AttachmentRow } from '../attachments/attachment.entity.ts';
import { belongsTo, boundedList, expression } from '../reads/fields.ts';
import { ascending } from '../reads/order.ts';
import { reads } from '../reads/reads.ts';
import { Message } from './message.contract.ts';
import { MessageRow } from './message.entity.ts';

export const messageReads = reads(MessageRow, Message, {
  columns: ['id', 'body', 'internal', 'createdAt'],
  fields: {
    // no longer text than that is gone through
    excerpt: expression((message) => `left(btrim(regexp_replace(left(${message.body}, 800), '\\s+', ' ', 'g')), 200)`),
    author: belongsTo('authorId'),
    ticket: belongsTo('ticketId'),
    attachments: boundedList(AttachmentRow, 'messageId', { max: 10 }),
  },
  order: ascending('createdAt'),
});
