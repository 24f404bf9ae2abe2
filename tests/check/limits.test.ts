import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { maximumAnswer, maximumEvent } from '../../server/limits/answer.ts';
import {
  arrival,
  bodyLimit,
  budgets,
  connections,
  documents,
  frequencies,
  maximumErrors,
  largeFrom,
  largeInFlight,
  largeMutationFrom,
  requestsInFlight,
  sockets,
  subscriptions,
  transfersInFlight,
  uploadRate,
  variables,
} from '../../server/limits/limits.ts';
import { maximumPrice } from '../../server/limits/price.ts';

const number = (value: number) => value.toLocaleString('en');
const bytes = (value: number) => (value >= 1024 * 1024 ? `${value / 1024 / 1024} MiB` : `${value / 1024} KiB`);
const time = (value: number) => (value >= 120_000 ? `${value / 60_000} minutes` : `${value / 1_000} s`);
const turns = ({ each, waiting, patience }: typeof requestsInFlight.user) =>
  `${each}, and ${waiting} wait up to ${time(patience)}`;
const perSeconds = (count: number, interval: number) => `${number(count)} in ${time(interval)}`;

const invalid = '400, `GRAPHQL_VALIDATION_FAILED`';
const limited = '429, `RATE_LIMITED`';
const busy = '503, `SERVICE_UNAVAILABLE`';
const window = budgets.seconds * 1_000;

const rows = [
  ['what', 'at most', 'and then'],
  ['body of a request, message on a socket', bytes(bodyLimit), '413, `REQUEST_TOO_LARGE`; 1009'],
  ['tokens of a document', number(documents.tokens), '400, `GRAPHQL_PARSE_FAILED`'],
  ['fields in each other', number(documents.depth), invalid],
  ['aliases', number(documents.aliases), invalid],
  ['characters of an alias', number(documents.aliasLength), invalid],
  ['directives', number(documents.directives), invalid],
  ['values in variables', number(variables.values), '400, `BAD_USER_INPUT`'],
  ['values in each other', number(variables.depth), '400, `BAD_USER_INPUT`'],
  ['errors of one kind that are reported', number(maximumErrors), 'one more that says so'],
  ['price of an operation', number(maximumPrice), '400, `TOO_EXPENSIVE`'],
  ['prices of a user', perSeconds(budgets.user, window), limited],
  ['prices of all who are not signed in at one address', perSeconds(budgets.address, window), limited],
  ['prices of a tenant', perSeconds(budgets.tenant, window), limited],
  ['answer', bytes(maximumAnswer), '200, `ANSWER_TOO_LARGE`'],
  ['event in a subscription', bytes(maximumEvent), '`ANSWER_TOO_LARGE`'],
  ['requests of a user at once', turns(requestsInFlight.user), limited],
  ['requests of an address without a token at once', turns(requestsInFlight.address), limited],
  ['requests of a tenant at once', turns(requestsInFlight.tenant), busy],
  ['requests at once, in all', number(requestsInFlight.tenant.total), 'they wait'],
  [
    `queries of a price from ${largeFrom}, mutations from ${largeMutationFrom}, of a user`,
    turns(largeInFlight.user),
    limited,
  ],
  ['the same of an address without a token', turns(largeInFlight.address), limited],
  ['the same of a tenant', turns(largeInFlight.tenant), busy],
  ['the same in all', number(largeInFlight.tenant.total), 'they wait'],
  ['uploads of a user at once', turns(transfersInFlight.user), limited],
  ['downloads of an address at once', turns(transfersInFlight.address), limited],
  ['uploads and downloads of a tenant at once', turns(transfersInFlight.tenant), busy],
  ['uploads and downloads at once, in all', number(transfersInFlight.tenant.total), 'they wait'],
  ['connections of an address', number(connections.address), 'closed'],
  ['connections that an address opens', perSeconds(connections.opened.count, connections.opened.interval), 'closed'],
  ['connections in all', number(connections.total), 'closed'],
  ['time for the headers of a request', time(arrival.headers), '408'],
  ['time for its body', time(arrival.body), '408'],
  ['time for an upload', time(arrival.upload), '408'],
  ['time for the next part of an upload', `${time(uploadRate.interval)} for ${bytes(uploadRate.bytes)}`, 'closed'],
  ['time without a byte while a request is open', time(arrival.idle), 'closed'],
  ['sockets of a user', number(sockets.user), '1013'],
  ['sockets of an address', number(sockets.address), '429'],
  ['sockets of an address before `connection_init` or without a token', number(sockets.nobody), '429'],
  ['time until `connection_init`', time(sockets.initialisation), '4408'],
  ['time until the answer to a ping', time(sockets.heartbeat), 'closed'],
  ['messages to the server on a socket', perSeconds(sockets.messages.count, sockets.messages.interval), '1008'],
  ['bytes that a client leaves unread on a socket', bytes(sockets.unread), 'closed'],
  ['subscriptions of a socket', number(subscriptions.socket), '`BAD_REQUEST`'],
  ['subscriptions of a user', number(subscriptions.user), '`RATE_LIMITED`'],
  ['subscriptions of an address without a token', number(subscriptions.address), '`RATE_LIMITED`'],
];

const often = [
  ['mutation', 'of a user', 'of a tenant'],
  ...Object.entries(frequencies).map(([name, { user, tenant, seconds }]) => [
    name === 'others' ? 'all others together' : `\`${name}\``,
    perSeconds(user, seconds * 1_000),
    perSeconds(tenant, seconds * 1_000),
  ]),
];

it.each([
  ['of what clients may do', /^\| what +\| at most[^]*?(?=\n\n)/m, rows],
  ['of how often it may be done', /^\| mutation +\| of a user[^]*?(?=\n\n)/m, often],
])('docs/integrating.md has every limit %s as it is declared', (_, pattern, declared) => {
  const text = readFileSync(new URL('../../docs/integrating.md', import.meta.url), 'utf8');
  const [table = ''] = pattern.exec(text) ?? [];
  const written = table
    .split('\n')
    .filter((line) => !line.startsWith('| -'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  expect(written).toEqual(declared);
});
