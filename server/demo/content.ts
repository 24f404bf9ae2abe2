import type { CallRequestStatus } from '../call-requests/call-request.entity.ts';
import type { Weekday } from '../opening-hours/opening-hours.ts';
import type { ArticleStatus } from '../knowledge-base/article.entity.ts';
import type { TicketPriority, TicketStatus, TicketType } from '../tickets/ticket.entity.ts';
import type { RelativeTime } from './relative-time.ts';

export interface DemoTenant {
  slug: string;
  name: string;
  /** `login` is the part of the email address before the @. */
  staff: { login: string; name: string; role: 'ADMIN' | 'AGENT' }[];
  /** In the order in which they are offered, before those that no longer are. */
  categories: DemoCategory[];
  /** `members` by their logins. */
  teams: { name: string; members: string[] }[];
  customers: DemoCustomer[];
  articles: DemoArticle[];
  hours: DemoHours;
  calls: DemoCall[];
  ticketFields: DemoTicketField[];
}

interface DemoCategory {
  en: string;
  bn: string;
  archived?: boolean;
}

/** A field of tickets that customers are asked, by language. */
export interface DemoTicketField {
  kind: 'TEXT' | 'CHOICE';
  labels: Texts;
  hints: Partial<Texts>;
  choices?: Texts[];
  /** Of tickets, by their title; a choice by its name in English. */
  values: Record<string, string>;
}

type Texts = Record<'en' | 'bn', string>;

/** Opening hours, in the time zone of Dhaka. */
export interface DemoHours {
  week: { weekday: keyof typeof Weekday; opensAt: string; closesAt: string }[];
  slotMinutes: number;
  slotCapacity: number;
}

export interface DemoCall {
  /** Login of the customer. */
  customer: string;
  /** Title of the ticket it is about. */
  ticket?: string;
  status: keyof typeof CallRequestStatus;
  at: RelativeTime;
  /** When the slot of a past call began. */
  bookedFor?: RelativeTime;
  /** The slot of a coming call: the index among the slots from tomorrow on. */
  slot?: number;
  /** Left out, the customer's. */
  phone?: string;
  reason?: string;
  note?: string;
  /** Recorded by a member of staff. */
  outcome?: { by: string; at: RelativeTime };
  /** When it was cancelled. */
  endedAt?: RelativeTime;
}

/** A customer with one user. */
export interface DemoCustomer {
  login: string;
  name: string;
  phone: string | null;
  locale: 'en' | 'bn';
  since: RelativeTime;
  tickets: DemoTicket[];
}

export interface DemoTicket {
  title: string;
  status: keyof typeof TicketStatus;
  priority: keyof typeof TicketPriority;
  type: keyof typeof TicketType;
  /** Its English name. */
  category?: string;
  /** Login of a member of staff. */
  assignee?: string;
  /** Name of a team. */
  team?: string;
  /** When the status was changed; left out, soon after the last message. */
  statusChangedAt?: RelativeTime;
  feedback?: { at: RelativeTime; rating: 1 | 2 | 3 | 4 | 5; comment?: string };
  /** Oldest first, beginning with the description. */
  thread: [DemoMessage, ...DemoMessage[]];
}

export interface DemoMessage {
  /** Login of a member of staff; null for the customer of the ticket. */
  author: string | null;
  at: RelativeTime;
  body: string;
  internal: boolean;
}

/** Makes the messages of one author: `` technical.says('3d 10:40')`We look into it.` `` */
export const voice = (author: string | null) => ({
  says: (at: RelativeTime) => message(author, at, false),
  notes: (at: RelativeTime) => message(author, at, true),
});

export const customer = voice(null);

const message =
  (author: string | null, at: RelativeTime, internal: boolean) =>
  ([text]: TemplateStringsArray): DemoMessage => ({ author, at, body: withoutIndentation(text!), internal });

function withoutIndentation(text: string): string {
  const lines = text.split('\n');
  const indented = lines.slice(1).filter((line) => line.trim() !== '');
  const width = Math.min(...indented.map((line) => line.search(/\S/)));
  return lines
    .map((line, index) => (index === 0 ? line : line.slice(width)))
    .join('\n')
    .trim();
}

export interface DemoArticle {
  slug: string;
  language: 'en' | 'bn';
  status: keyof typeof ArticleStatus;
  title: string;
  /** Login of a member of staff. */
  author: string;
  at: RelativeTime;
  /** Markdown. */
  body: string;
}

type Origin = Pick<DemoArticle, 'author' | 'at'>;

/** Makes the articles of one language: `` article('slug', 'Title', { author: 'technical', at: '3d 10:40' })`Body` `` */
const articlesIn = (language: DemoArticle['language']) => {
  const withStatus =
    (status: DemoArticle['status']) =>
    (slug: string, title: string, origin: Origin) =>
    ([body]: TemplateStringsArray): DemoArticle => ({
      slug,
      language,
      status,
      title,
      ...origin,
      body: withoutIndentation(body!),
    });
  return { article: withStatus('PUBLISHED'), draft: withStatus('DRAFT'), archived: withStatus('ARCHIVED') };
};

export const english = articlesIn('en');
export const bengali = articlesIn('bn');
