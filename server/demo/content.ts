import type { CallRequestStatus } from '../call-requests/call-request.entity.ts';
import type { Weekday } from '../opening-hours/opening-hours.ts';
import type { ArticleStatus } from '../knowledge-base/article.entity.ts';
import type { TicketPriority, TicketStatus, TicketType } from '../tickets/ticket.entity.ts';
import type { Moment } from './moment.ts';

export interface DemoTenant {
  slug: string;
  name: string;
  /** Users of the tenant's staff; `login` is the part of the address before the @. */
  staff: { login: string; name: string; role: 'ADMIN' | 'AGENT' }[];
  customers: DemoCustomer[];
  articles: DemoArticle[];
  hours: DemoHours;
  calls: DemoCall[];
}

/** When the telephone is answered, in Dhaka. */
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
  at: Moment;
  /** A time that is over. */
  bookedFor?: Moment;
  /** Which of the slots from tomorrow on, counted from 0. */
  slot?: number;
  /** Of the customer when left out. */
  phone?: string;
  reason?: string;
  note?: string;
  /** Noted by a member of staff. */
  outcome?: { by: string; at: Moment };
  /** When it was cancelled. */
  endedAt?: Moment;
}

/** A customer and its one user. */
export interface DemoCustomer {
  login: string;
  name: string;
  phone: string | null;
  locale: 'en' | 'bn';
  since: Moment;
  tickets: DemoTicket[];
}

export interface DemoTicket {
  title: string;
  status: keyof typeof TicketStatus;
  priority: keyof typeof TicketPriority;
  type: keyof typeof TicketType;
  category?: string;
  /** Login of a member of staff. */
  assignee?: string;
  /** When the status was set, where that was not right after the last message. */
  settled?: Moment;
  feedback?: { at: Moment; rating: 1 | 2 | 3 | 4 | 5; comment?: string };
  /** Oldest first, beginning with the description. */
  thread: [DemoMessage, ...DemoMessage[]];
}

export interface DemoMessage {
  /** Login of a member of staff; null for the customer of the ticket. */
  author: string | null;
  at: Moment;
  body: string;
  internal: boolean;
}

/** Lets somebody speak in a thread: `` technical.says('3d 10:40')`We look into it.` `` */
export const voice = (author: string | null) => ({
  says: (at: Moment) => message(author, at, false),
  notes: (at: Moment) => message(author, at, true),
});

export const customer = voice(null);

const message =
  (author: string | null, at: Moment, internal: boolean) =>
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
  at: Moment;
  /** Markdown. */
  body: string;
}

type Origin = Pick<DemoArticle, 'author' | 'at'>;

/** Articles of one language: `` article('slug', 'Title', { author: 'technical', at: '3d 10:40' })`Body` ``. */
const writingIn = (language: DemoArticle['language']) => {
  const writing =
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
  return { article: writing('PUBLISHED'), draft: writing('DRAFT'), archived: writing('ARCHIVED') };
};

export const english = writingIn('en');
export const bengali = writingIn('bn');
