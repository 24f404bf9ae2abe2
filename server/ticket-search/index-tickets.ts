import { setImmediate } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import { tenantScope } from '../access/scope.ts';
import type { RequestContext } from '../context.ts';
import { categoryChanged } from '../categories/category.events.ts';
import { customerChanged } from '../customers/customer.events.ts';
import type { PortalEventDeclaration } from '../events/portal-event.ts';
import type { Portal } from '../portal.ts';
import { allTenants } from '../tenants/tenant.service.ts';
import { userChanged } from '../users/user.events.ts';
import { TicketWords, lexemeMarks, messagesOfDocument, type Vocabulary } from './ticket-words.ts';

const eventsAtOnce = 200;

/** A search indexes what is missing where that is no more than so many events; it waits so long for others who do. */
const eventsOfSearch = 1_000;
const patienceOfSearch = '1s';
const patienceOfJob = '10s';
const ticketsAtOnce = 25;
const messagesAtOnce = 100;

const longText = 2_000;

/** A ticket of more different words is found by several documents. */
const wordsOfDocument = 600;

/** Every minute: indexes what has changed and nobody has searched for. */
export async function indexTickets(portal: Portal): Promise<void> {
  for (const { id } of await allTenants(portal)) while (await catchUp(portal, id, patienceOfJob));
}

/**
 * Lets a search find what was written before it. An index that cannot be brought up to date in time is searched as it is: what
 * is missing is found later.
 */
export async function catchUpBefore(context: RequestContext): Promise<void> {
  const { portal, scope } = context;
  const missing = await context.readAhead<number | null>({
    // null where nothing has been indexed yet
    text: 'select to_json(last_event - search.tickets_indexed_until())::text as json from tenant_counter',
    values: [],
    shape: (events) => events as number | null,
  });
  if (missing !== null && (missing <= 0 || missing > eventsOfSearch)) return;
  try {
    for (let events = 0; events < eventsOfSearch; events += eventsAtOnce)
      if (!(await catchUp(portal, scope.tenantId, patienceOfSearch))) break;
  } catch (error) {
    portal.log.warn({ err: error }, 'the index of tickets could not be brought up to date before a search');
  }
  // what is read from now on sees what was indexed
  await context.endReads();
}

/**
 * Indexes the tickets that the next events of the tenant are about; whether there may be more events. They say what has changed,
 * so that a write costs nothing more and nothing is forgotten, whoever writes (docs/adr/0056-ticket-search.md).
 */
const catchUp = (portal: Portal, tenantId: string, patience: string): Promise<boolean> =>
  portal.write(tenantScope(tenantId), async (entityManager) => {
    const [{ until }] = await entityManager.execute<[{ until: string }]>('select search.lock_tickets(?) as until', [
      patience,
    ]);
    const events = await entityManager.execute<ChangeEvent[]>(
      `select tenant_sequence as sequence, type, ticket_id as "ticketId", subject_id as "subjectId" from portal_event
       where tenant_id = ? and tenant_sequence > ? order by tenant_sequence limit ?`,
      [tenantId, until, eventsAtOnce],
    );
    const last = events.at(-1);
    if (!last) return false;
    const index = new TicketIndex(entityManager, lexemeMarks(tenantId));
    const changed = ({ type }: PortalEventDeclaration) =>
      distinct(events.map((each) => (each.type === type ? each.subjectId : null)));
    await index.renew(distinct(events.map(({ ticketId }) => ticketId)));
    await index.renewCustomers(changed(customerChanged));
    await index.renewAssigneesAndCategories(changed(userChanged), changed(categoryChanged));
    await entityManager.execute('select search.tickets_done(?)', [last.sequence]);
    return events.length === eventsAtOnce;
  });

interface ChangeEvent {
  sequence: string;
  type: string;
  ticketId: string | null;
  subjectId: string | null;
}

const distinct = (ids: (string | null)[]): string[] => [...new Set(ids.filter((id) => id !== null))];

/** What a ticket is found by beside its messages, and where its last document begins. */
interface Head {
  id: string;
  customerId: string;
  number: number;
  title: string;
  /** What its text fields have. */
  texts: { text: string; internal: boolean }[];
  customer: string;
  /** Of the assignee and the category. */
  others: string;
  part: number | null;
  since: string | null;
}

interface Message {
  ticketId: string;
  body: string;
  internal: boolean;
  createdAt: string;
}

interface Document {
  ticket_id: string;
  part: number;
  customer_id: string;
  since: string;
  words: string;
}

const customerWords = `concat_ws(' ', customer.name, customer.email)`;

/** Those of the assignee and of the category, in all languages, and where they are from. */
const otherWords = `concat_ws(' ', assignee.name, (select string_agg(value ->> 'text', ' ') from jsonb_array_elements(category.names)))`;
const withOthers = `
  left join portal_user as assignee on assignee.id = ticket.assignee_id left join category on category.id = ticket.category_id`;

class TicketIndex {
  private readonly vocabulary: Vocabulary = new Map();

  constructor(
    private readonly entityManager: EntityManager,
    private readonly marks: { public: string; internal: string },
  ) {}

  /** Writes the documents of these tickets, from the last one that each has. */
  async renew(ticketIds: string[]): Promise<void> {
    for (let start = 0; start < ticketIds.length; start += ticketsAtOnce) {
      let unfinished = ticketIds.slice(start, start + ticketsAtOnce);
      while (unfinished.length > 0) unfinished = await this.renewSome(unfinished);
    }
  }

  async renewCustomers(ids: string[]): Promise<void> {
    await this.replaceWhere(
      [ids],
      'B',
      `select ${customerWords} as words, array(select id from ticket where ticket.customer_id = customer.id) as tickets
       from customer where id = any(?::uuid[])`,
    );
  }

  async renewAssigneesAndCategories(assigneeIds: string[], categoryIds: string[]): Promise<void> {
    await this.replaceWhere(
      [assigneeIds, categoryIds],
      'C',
      `select ${otherWords} as words, array_agg(ticket.id) as tickets from ticket ${withOthers}
       where assignee_id = any(?::uuid[]) or category_id = any(?::uuid[]) group by assignee.id, category.id`,
    );
  }

  /** Does so with some messages, and answers with the tickets that have more. */
  private async renewSome(ticketIds: string[]): Promise<string[]> {
    const heads = await this.entityManager.execute<Head[]>(
      `select ticket.id, ticket.customer_id as "customerId", number, title, ${customerWords} as customer,
         array(
           select jsonb_build_object('text', text, 'internal', internal) from ticket_field_value
           where ticket_id = ticket.id and text is not null
         ) as texts,
         ${otherWords} as others, last.part, last.since::text
       from ticket join customer on customer.id = ticket.customer_id ${withOthers}
         left join search.last_documents(?::uuid[]) as last on last.ticket_id = ticket.id
       where ticket.id = any(?::uuid[])`,
      [arrayOf(ticketIds), arrayOf(ticketIds)],
    );
    const messages = await this.entityManager.execute<Message[]>(
      `select message.* from jsonb_to_recordset(?::jsonb) as ticket (id uuid, since timestamptz) cross join lateral (
         select ticket_id as "ticketId", body, internal, created_at::text as "createdAt" from message
         where ticket_id = ticket.id and created_at >= coalesce(ticket.since, '-infinity')
         order by created_at limit ${messagesAtOnce}
       ) as message`,
      [JSON.stringify(heads.map(({ id, since }) => ({ id, since })))],
    );
    const ofTicket = Map.groupBy(messages, ({ ticketId }) => ticketId);
    const documents: Document[] = [];
    for (const head of heads) documents.push(...(await this.documentsOf(head, ofTicket.get(head.id) ?? [])));
    await this.save(documents);
    for (const head of heads) if (head.part) await this.replace(['a', 'c'], this.headWords(head), [head.id]);
    return heads.map(({ id }) => id).filter((id) => ofTicket.get(id)?.length === messagesAtOnce);
  }

  private headWords({ number, title, texts, others }: Head): TicketWords {
    const { public: mark } = this.marks;
    const words = new TicketWords(this.vocabulary).add(`#${number} ${title}`, 'A', mark).add(others, 'C', mark);
    for (const { text, internal } of texts) words.add(text, 'A', internal ? this.marks.internal : mark);
    return words;
  }

  private async documentsOf(head: Head, messages: Message[]): Promise<Document[]> {
    const documents: Document[] = [];
    let words: TicketWords | undefined;
    let count = 0;
    let since = head.since ?? '-infinity';
    const end = () => {
      if (!words) return;
      const part = (head.part ?? 0) + documents.length;
      documents.push({ ticket_id: head.id, part, customer_id: head.customerId, since, words: String(words) });
      words = undefined;
      count = 0;
    };
    for (const { body, internal, createdAt } of messages) {
      if (!words) {
        if (documents.length > 0) since = createdAt;
        words = this.headWords(head).add(head.customer, 'B', this.marks.public);
      }
      // others are answered in between
      if (body.length > longText) await setImmediate();
      words.add(body, 'D', internal ? this.marks.internal : this.marks.public);
      count += 1;
      if (words.size > wordsOfDocument || count === messagesOfDocument) end();
    }
    end();
    return documents;
  }

  /** With the words that were met since the last time. */
  private async save(documents: Document[]): Promise<void> {
    const words = [...this.vocabulary].map(([word, term]) => ({ word, term }));
    await this.entityManager.execute('select search.save_tickets(?::jsonb, ?::jsonb)', [
      JSON.stringify(documents),
      JSON.stringify(words),
    ]);
    this.vocabulary.clear();
  }

  /** What `sql` finds for lists of ids: tickets, and the words of this weight that they have now. */
  private async replaceWhere(ids: string[][], weight: 'B' | 'C', sql: string): Promise<void> {
    if (ids.flat().length === 0) return;
    const found = await this.entityManager.execute<{ words: string; tickets: string[] }[]>(sql, ids.map(arrayOf));
    for (const { words, tickets } of found) {
      const replacement = new TicketWords(this.vocabulary).add(words, weight, this.marks.public);
      await this.replace([weight.toLowerCase()], replacement, tickets);
    }
    await this.save([]);
  }

  private async replace(weights: string[], words: TicketWords, tickets: string[]): Promise<void> {
    await this.entityManager.execute('select search.replace_words(?::text[], ?, ?::uuid[])', [
      arrayOf(weights),
      String(words),
      arrayOf(tickets),
    ]);
  }
}

/** An array as PostgreSQL writes it, of values that need no quotes. */
const arrayOf = (values: string[]): string => `{${values.join(',')}}`;
