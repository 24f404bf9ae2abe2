import type { GraphQLResolveInfo } from 'graphql';
import { authorProjection } from '../users/user.projection.ts';
import { attachmentProjection } from '../attachments/attachment.projection.ts';
import type { RequestContext } from '../context.ts';
import { column, few, one, type Projection } from '../reads/projection.ts';
import { ticketProjection } from '../tickets/ticket.projection.ts';
import type { Message } from './message.contract.ts';

export const messageProjection: Projection = {
  type: 'Message',
  table: 'message',
  scope: 'customer',
  order: {
    name: 'Message',
    keys: [{ sql: (message) => `${message}.created_at`, type: 'timestamptz' }],
    descending: false,
  },
  fields: {
    id: column('id'),
    body: column('body'),
    internal: column('internal'),
    createdAt: column('created_at'),
    author: one(
      () => authorProjection,
      (message, author) => `${author}.id = ${message}.author_id`,
    ),
    attachments: few(() => attachmentProjection, {
      on: (message, attachment) => `${attachment}.message_id = ${message}.id`,
      maximum: 10,
    }),
    ticket: one(
      () => ticketProjection,
      (message, ticket) => `${ticket}.id = ${message}.ticket_id`,
    ),
  },
};

/** The message as asked for in `info`, or null when it does not exist for this viewer. */
export function readMessage(context: RequestContext, id: string, info: GraphQLResolveInfo): Promise<Message | null> {
  return context.one(messageProjection, (message, parameter) => `${message}.id = ${parameter(id, 'uuid')}`, info);
}
