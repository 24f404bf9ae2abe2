import { messagesOfLongTicket } from './dataset.ts';
import type { Caller, People } from './people.ts';

export const pageSize = 20;

/** One request in the form of each side. */
export interface BenchRequest {
  token: string;
  portal: { path: string; body: string };
  baseline: { path: string; body: string };
}

export interface Workload {
  id: string;
  title: string;
  /** CPU of the baseline divided by that of the portal, at least. */
  goal: number;
  writes: boolean;
  /** Uses the tenant with very many articles. */
  library?: true;
  callers: (people: People) => Caller[];
  request: (caller: Caller) => { query: string; variables: object; baseline: string };
  /** Whether the answer has all the rows the workload is about; an empty one would be cheap. */
  isFull: (data: never) => boolean;
}

/** Replaced in prepared bodies by a text that is unique to the request. */
export const uniquePlaceholder = 'UNIQUE-TEXT-OF-THIS-REQUEST';

const ticketRow = `
  id number title status priority messageCount lastMessageAt updatedAt
  customer { name }
  assignee { name }`;

const ticketList = `
  query Tickets($status: [TicketStatus!], $first: Int!) {
    tickets(filter: { status: $status }, first: $first) {
      nodes { ${ticketRow} }
      pageInfo { hasNextPage endCursor }
    }
  }`;

const ticketPage = `
  query Ticket($id: ID!, $last: Int!) {
    ticket(id: $id) {
      id number title status priority type category { id name } messageCount lastMessageAt createdAt updatedAt
      customer { id name }
      assignee { id name role }
      viewerCanReply viewerCanClose viewerCanReopen viewerCanUpdate
      feedback { rating comment }
      messages(last: $last) {
        nodes { id body author { id name role } attachments { id name size } internal createdAt }
        pageInfo { hasPreviousPage startCursor }
        totalCount
      }
    }
  }`;

const dashboard = `
  query Dashboard($first: Int!) {
    viewer {
      id name email role
      tenant { name slug }
      customer { name email phone locale timeZone }
      ticketStats { totalTickets openTickets pendingTickets resolvedTickets closedTickets }
    }
    notifications(first: 1) { unreadCount }
    tickets(first: $first) {
      nodes { ${ticketRow} }
      pageInfo { hasNextPage endCursor }
    }
  }`;

const articleSearch = `
  query Articles($search: String, $first: Int!) {
    articles(search: $search, first: $first) {
      nodes { id slug language titleParts { text highlighted } excerpt { text highlighted } }
      pageInfo { hasNextPage endCursor }
    }
  }`;

export const messageAdd = `
  mutation MessageAdd($ticketId: ID!, $input: MessageAddInput!) {
    messageAdd(ticketId: $ticketId, input: $input) {
      message { id body author { id name role } internal createdAt }
      ticket {
        id number title status priority type category { id name } messageCount lastMessageAt createdAt updatedAt
        customer { id name }
        assignee { id name role }
        viewerCanReply viewerCanClose viewerCanReopen viewerCanUpdate
      }
      userErrors { code message field }
    }
  }`;

const isFullPage = ({ tickets }: { tickets: { nodes: unknown[] } }) => tickets.nodes.length === pageSize;

export const workloads: Workload[] = [
  {
    id: 'W1a',
    title: 'ticket list, agent',
    goal: 0.5,
    writes: false,
    callers: ({ agents }) => agents,
    request: () => ({ query: ticketList, variables: { status: ['OPEN'], first: pageSize }, baseline: '/tickets' }),
    isFull: isFullPage,
  },
  {
    id: 'W1c',
    title: 'ticket list, customer',
    goal: 0.5,
    writes: false,
    callers: ({ busyCustomers }) => busyCustomers,
    request: () => ({ query: ticketList, variables: { status: ['OPEN'], first: pageSize }, baseline: '/tickets' }),
    isFull: isFullPage,
  },
  {
    id: 'W2',
    title: 'ticket with 50 messages',
    goal: 0.6,
    writes: false,
    callers: ({ busyCustomers }) => busyCustomers,
    request: ({ ticketId }) => ({
      query: ticketPage,
      variables: { id: ticketId, last: messagesOfLongTicket },
      baseline: '/ticket',
    }),
    isFull: ({ ticket }: { ticket: { messages: { nodes: unknown[] } } }) =>
      ticket.messages.nodes.length === messagesOfLongTicket,
  },
  {
    id: 'W3',
    title: 'dashboard',
    goal: 0.5,
    writes: false,
    callers: ({ busyCustomers }) => busyCustomers,
    request: () => ({ query: dashboard, variables: { first: pageSize }, baseline: '/dashboard' }),
    isFull: isFullPage,
  },
  {
    id: 'W5',
    title: 'article search',
    goal: 0.5,
    writes: false,
    library: true,
    callers: ({ readers }) => readers,
    request: ({ search }) => ({ query: articleSearch, variables: { search, first: 5 }, baseline: '/articles' }),
    isFull: ({ articles }: { articles: { nodes: unknown[] } }) => articles.nodes.length > 0,
  },
  {
    id: 'W4',
    title: 'messageAdd',
    goal: 0.5,
    writes: true,
    callers: ({ writers }) => writers,
    request: ({ ticketId }) => ({
      query: messageAdd,
      variables: {
        ticketId,
        input: {
          body: 'It happened again this morning, right after I had restarted it.',
          idempotencyKey: uniquePlaceholder,
        },
      },
      baseline: '/message-add',
    }),
    isFull: ({ messageAdd: { message, userErrors } }: { messageAdd: { message: unknown; userErrors: unknown[] } }) =>
      message !== null && userErrors.length === 0,
  },
];

/** The requests of a workload, one per caller. */
export const requestsOf = (workload: Workload, people: People): BenchRequest[] =>
  workload.callers(people).map((caller) => {
    const { query, variables, baseline } = workload.request(caller);
    return {
      token: caller.token,
      portal: { path: '/graphql', body: JSON.stringify({ query: query.replace(/\s+/g, ' ').trim(), variables }) },
      baseline: { path: baseline, body: JSON.stringify(variables) },
    };
  });
