import { MessageRow } from '../messages/message.entity.ts';
import { columnsOf } from '../reads/columns.ts';
import { computed, expression } from '../reads/fields.ts';
import { descending } from '../reads/order.ts';
import { readsFrom } from '../reads/reads.ts';
import { FoundText } from '../ticket-search/found-text.ts';
import { messagesOfDocument } from '../ticket-search/ticket-words.ts';
import type { WantedWord } from '../ticket-search/search-tickets.ts';
import type { TicketMatch } from './ticket.contract.ts';
import type { TicketRow } from './ticket.entity.ts';
import { ticketReads } from './ticket.reads.ts';

interface FoundMessage {
  id: string;
  body: string;
}

const message = columnsOf(MessageRow);

/** The messages that the document that was found is about, as far as the viewer can see them, newest first. */
const messagesFound = expression<TicketRow, FoundMessage[] | null>(
  (ticket) =>
    `(select json_agg(json_build_object('id', id, 'body', body) order by created_at desc) from (` +
    `select ${message.id}, ${message.body}, ${message.createdAt} from ${message.$name} ` +
    `where ${message.ticketId} = ${ticket.id} and ${message.createdAt} >= ${ticket.$name}.since ` +
    `order by ${message.createdAt} limit ${messagesOfDocument}) as message)`,
);

/** Tickets that a search has found, below its expressions. */
export function foundTicketReads(wanted: WantedWord[]) {
  const found = new FoundText(wanted);
  return readsFrom('(search_result join ticket using (id))', ticketReads, {
    match: computed(['title'], (ticket) => matchOf(found, ticket.title, ticket.messages ?? []), {
      messages: messagesFound,
    }),
  });
}

export const ticketsByRelevance = descending<TicketRow>(
  { name: 'score', type: 'integer', sql: (found) => `${found.$name}.score` },
  'id',
);

function matchOf(found: FoundText, title: string, messages: FoundMessage[]): TicketMatch {
  let best: FoundMessage | undefined;
  let most = 0;
  for (const each of messages) {
    const count = found.count(each.body);
    if (count > most) [best, most] = [each, count];
  }
  return {
    titleParts: found.highlight(title),
    messageId: best?.id ?? null,
    excerpt: best ? found.excerpt(best.body) : null,
  };
}
