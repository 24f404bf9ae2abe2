import { AttachmentRow } from '../attachments/attachment.entity.ts';
import { belongsTo, boundedList } from '../reads/fields.ts';
import { ascending } from '../reads/order.ts';
import { reads } from '../reads/reads.ts';
import { Message } from './message.contract.ts';
import { MessageRow } from './message.entity.ts';

export const messageReads = reads(MessageRow, Message, {
  columns: ['id', 'body', 'internal', 'createdAt'],
  fields: {
    author: belongsTo('authorId'),
    ticket: belongsTo('ticketId'),
    attachments: boundedList(AttachmentRow, 'messageId', { max: 10 }),
  },
  order: ascending('createdAt'),
});
