import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { answerWithError } from './answer.ts';
import { bodyLimit, variables } from '../limits/limits.ts';

/** Refuses what cannot be read as a request for GraphQL, each with a code and an HTTP status, in the form of an error. */
export function refuseUnreadable(http: FastifyInstance): void {
  http.addHook('onRequest', (request, reply, next) => {
    const problem = problemOf(request);
    if (problem) answerWithError(reply, problem);
    else next();
  });
  const parse = http.getDefaultJsonParser('error', 'error');
  http.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    if (isTooDeep(body)) done(tooDeep);
    else void parse(request, body, done);
  });
  http.setErrorHandler((error: Error & { code?: string; statusCode?: number }, _request, reply) =>
    answerWithError(reply, refusals[error.code ?? ''] ?? refusalOf(error)),
  );
}

function problemOf(request: FastifyRequest): GraphQLError | null {
  const { host, headers } = request;
  if (!hosts.test(host ?? '')) return unreadable('The header `Host` names no host.');
  if (request.method === 'POST' && isOfAnotherSite(request)) return foreign;
  if (headers['content-encoding'] !== undefined) return compressed;
  return isUtf8(headers['content-type']) ? null : otherCharset;
}

/** Whether a page of another host has it sent: browsers say so, and programs that are none say nothing. */
function isOfAnotherSite({ host, headers }: FastifyRequest): boolean {
  const { origin, 'sec-fetch-site': site } = headers;
  if (site === 'cross-site') return true;
  if (origin === undefined) return site === 'same-site';
  // the same host with the other scheme is that of a proxy that speaks HTTPS for us
  return !URL.canParse(origin) || new URL(origin).host !== new URL(`${new URL(origin).protocol}//${host}`).host;
}

/** A name, an IPv4 or an IPv6 address, with a port or without. */
const hosts = /^(\w([\w-]*\w)?(\.\w([\w-]*\w)?)*\.?|\[[\da-f:.]+\])(:\d{1,5})?$/i;

function isUtf8(contentType: string | undefined): boolean {
  if (!contentType?.toLowerCase().includes('charset')) return true;
  return /;\s*charset="?utf-?8"?\s*(;|$)/i.test(contentType);
}

/** A body that is short enough is not looked through. */
const harmless = 4_000;

/** Whether JSON is nested deeper than a request can be: to make so many objects in each other takes 20 ms, and much memory. */
function isTooDeep(json: string): boolean {
  if (json.length < harmless) return false;
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') at = endOfText(json, at);
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > variables.depth + 2) return true;
  }
  return false;
}

/** Where the text that begins at `from` has its closing quote. */
function endOfText(json: string, from: number): number {
  for (let end = json.indexOf('"', from + 1); end >= 0; end = json.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (json[end - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return json.length;
}

const refused = (status: number, code: string, message: string) =>
  new GraphQLError(message, { extensions: { code, http: { status } } });

const unreadable = (message: string, status = 400) => refused(status, 'BAD_REQUEST', message);

const foreign = refused(403, 'FORBIDDEN', 'A page of another site cannot send this.');
const otherCharset = refused(415, 'UNSUPPORTED_MEDIA_TYPE', 'Only UTF-8 is understood.');
const compressed = refused(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the body as it is, without `Content-Encoding`.');
const tooDeep = refused(400, 'BAD_USER_INPUT', `Variables can be nested at most ${variables.depth} deep.`);
const noJson = unreadable('The body is not valid JSON.');

const refusals: Record<string, GraphQLError> = {
  FST_ERR_CTP_BODY_TOO_LARGE: refused(
    413,
    'REQUEST_TOO_LARGE',
    `The body is too large: it may have ${bodyLimit / 1024} KiB.`,
  ),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: refused(
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    'Send `application/json`, or `multipart/form-data` for an upload.',
  ),
  FST_ERR_CTP_EMPTY_JSON_BODY: noJson,
  FST_ERR_CTP_INVALID_JSON_BODY: noJson,
};

/** What else the server finds wrong with a request; any other error is a failure of ours. */
function refusalOf(error: Error & { statusCode?: number }): Error {
  const { statusCode = 500 } = error;
  if (error instanceof SyntaxError) return noJson;
  return statusCode >= 400 && statusCode < 500 ? unreadable('The request cannot be read.', statusCode) : error;
}
