import { print } from 'graphql';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { readServerClock } from '../browser/server-clock';

export const graphqlUrl = '/graphql';
const timeoutMs = 30_000;

/** A fetch that gives up after 30 s, so that a hanging network ends in an answer one can act on. */
export async function fetchWithTimeout(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const controller = new AbortController();
  const { signal } = init;
  const abort = () => controller.abort(signal?.reason);
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  // it goes on after the answer has begun: the body may hang, too
  setTimeout(() => controller.abort(new DOMException('The server took too long', 'TimeoutError')), timeoutMs);
  const response = await fetch(input, { ...init, signal: controller.signal });
  readServerClock(response);
  return response;
}

/** An operation with its variable `file`, by the GraphQL multipart request specification and in its order. */
export function multipart(operation: string, file: File, name: string): FormData {
  const form = new FormData();
  form.append('operations', operation);
  form.append('map', JSON.stringify({ 0: ['variables.file'] }));
  form.append('0', file, name);
  return form;
}

/** For a small file, which comes in the `fetchOptions` of its operation. */
export function fetchWithFile(input: RequestInfo | URL, init: RequestInit & { file?: File } = {}): Promise<Response> {
  const { file, body, ...rest } = init;
  if (!file) return fetchWithTimeout(input, init);
  const headers = new Headers(init.headers);
  // it is said with the boundary of the parts
  headers.delete('content-type');
  return fetchWithTimeout(input, { ...rest, headers, body: multipart(body as string, file, file.name) });
}

/** The server was reached but did not give an answer to the operation. */
export class RequestError extends Error {
  constructor(
    readonly statusCode: number,
    readonly codes: string[],
  ) {
    super(`GraphQL request failed (${statusCode})`);
  }
}

/** One operation outside the Apollo cache: what the session needs before there is a client to ask. */
export async function request<Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  accessToken?: string | null,
): Promise<{ data: Data; answeredAt: number }> {
  const response = await fetchWithTimeout(graphqlUrl, {
    method: 'POST',
    // The session's new cookie must arrive even when the page is left meanwhile.
    keepalive: true,
    credentials: 'same-origin',
    headers: {
      'content-type': 'application/json',
      'apollo-require-preflight': 'true',
      ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
    },
    body: JSON.stringify({ query: print(document), variables }),
  });
  const answer = await response.json().catch(() => null);
  if (!answer?.data || answer.errors?.length) {
    const codes = (answer?.errors ?? []).map(
      (error: { extensions?: { code?: string } }) => error.extensions?.code ?? '',
    );
    throw new RequestError(response.status, codes);
  }
  const serverDate = Date.parse(response.headers.get('date') ?? '');
  return { data: answer.data as Data, answeredAt: Number.isNaN(serverDate) ? Date.now() : serverDate };
}
