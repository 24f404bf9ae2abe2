import { messagesOfLongTicket } from './dataset.ts';
import type { Asker, People } from './people.ts';

export const pageSize = 20;

/** One request, as it is put to the portal and to the floor. */
export interface BenchRequest {
  token: string;
  portal: { path: string; body: string };
  floor: { path: string; body: string };
}

export interface Workload {
  id: string;
  title: string;
  /** CPU of the floor divided by ours, at least. */
  goal: number;
  writes: boolean;
  /** Asked of one tenant with very many articles. */
  library?: true;
  askers: (people: People) => Asker[];
  request: (asker: Asker) => { query: string; variables: object; floor: string };
  /** Whether an answer is the full one the workload is about, not an empty one that is quickly made. */
  isFull: (data: never) => boolean;
}

/** Stands in prepared bodies where each request needs a text of its own. */
export const uniqueMark = 'UNIQUE-TEXT-OF-THIS-REQUEST';

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
      id number title status priority type category messageCount lastMessageAt createdAt updatedAt
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

const messageAdd = `
  mutation MessageAdd($ticketId: ID!, $input: MessageAddInput!) {
    messageAdd(ticketId: $ticketId, input: $input) {
      message { id body author { id name role } internal createdAt }
      ticket {
        id number title status priority type category messageCount lastMessageAt createdAt updatedAt
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
    askers: ({ agents }) => agents,
    request: () => ({ query: ticketList, variables: { status: ['OPEN'], first: pageSize }, floor: '/tickets' }),
    isFull: isFullPage,
  },
  {
    id: 'W1c',
    title: 'ticket list, customer',
    goal: 0.5,
    writes: false,
    askers: ({ busyCustomers }) => busyCustomers,
    request: () => ({ query: ticketList, variables: { status: ['OPEN'], first: pageSize }, floor: '/tickets' }),
    isFull: isFullPage,
  },
  {
    id: 'W2',
    title: 'ticket with 50 messages',
    goal: 0.6,
    writes: false,
    askers: ({ busyCustomers }) => busyCustomers,
    request: ({ ticketId }) => ({
      query: ticketPage,
      variables: { id: ticketId, last: messagesOfLongTicket },
      floor: '/ticket',
    }),
    isFull: ({ ticket }: { ticket: { messages: { nodes: unknown[] } } }) =>
      ticket.messages.nodes.length === messagesOfLongTicket,
  },
  {
    id: 'W3',
    title: 'dashboard',
    goal: 0.5,
    writes: false,
    askers: ({ busyCustomers }) => busyCustomers,
    request: () => ({ query: dashboard, variables: { first: pageSize }, floor: '/dashboard' }),
    isFull: isFullPage,
  },
  {
    id: 'W5',
    title: 'article search',
    goal: 0.5,
    writes: false,
    library: true,
    askers: ({ readers }) => readers,
    request: ({ search }) => ({ query: articleSearch, variables: { search, first: 5 }, floor: '/articles' }),
    isFull: ({ articles }: { articles: { nodes: unknown[] } }) => articles.nodes.length > 0,
  },
  {
    id: 'W4',
    title: 'messageAdd',
    goal: 0.5,
    writes: true,
    askers: ({ writers }) => writers,
    request: ({ ticketId }) => ({
      query: messageAdd,
      variables: {
        ticketId,
        input: { body: 'It happened again this morning, right after I had restarted it.', idempotencyKey: uniqueMark },
      },
      floor: '/message-add',
    }),
    isFull: ({ messageAdd: { message, userErrors } }: { messageAdd: { message: unknown; userErrors: unknown[] } }) =>
      message !== null && userErrors.length === 0,
  },
];

/** What the workload asks, on behalf of each of its people. */
export const requestsOf = (workload: Workload, people: People): BenchRequest[] =>
  workload.askers(people).map((asker) => {
    const { query, variables, floor } = workload.request(asker);
    return {
      token: asker.token,
      portal: { path: '/graphql', body: JSON.stringify({ query: query.replace(/\s+/g, ' ').trim(), variables }) },
      floor: { path: floor, body: JSON.stringify(variables) },
    };
  });
