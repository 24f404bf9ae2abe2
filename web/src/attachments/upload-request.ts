import { print } from 'graphql';
import { isUnauthenticated } from '../apollo/failure';
import { RequestError, graphqlUrl, multipart } from '../apollo/request';
import { AttachmentUploadDocument, type AttachmentUploadMutation } from '../gql/graphql';
import { session } from '../sessions/session';

type Payload = AttachmentUploadMutation['attachmentUpload'];
interface UploadOptions {
  signal: AbortSignal;
  /** The share of the file that was sent, 0 to 1. At 1 the server still has to check it. */
  onProgress: (share: number) => void;
}

const operation = JSON.stringify({ query: print(AttachmentUploadDocument), variables: { file: null } });

const stallTimeoutMs = 30_000;
const answerTimeoutMs = 120_000;

/** Sends one file; a token the server no longer accepts is renewed, and the file sent once more. */
export async function uploadFile(file: File, name: string, options: UploadOptions): Promise<Payload> {
  for (let isLast = false; ; isLast = true) {
    const token = await session.freshToken();
    options.signal.throwIfAborted();
    const { status, answer } = await post(multipart(operation, file, name), token, options);
    if (answer?.data && !answer.errors?.length) return answer.data.attachmentUpload;
    const isTokenRejected = status === 401 || isUnauthenticated(answer?.errors);
    if (isLast || !isTokenRejected || !(await session.renew(token))) throw new RequestError(status, codesOf(answer));
  }
}

interface Body {
  data?: AttachmentUploadMutation | null;
  errors?: { extensions?: { code?: string } }[];
}

/** By XMLHttpRequest, as fetch does not report how much was sent. */
function post(
  body: FormData,
  token: string | null,
  { signal, onProgress }: UploadOptions,
): Promise<{ status: number; answer: Body | null }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let timeout: ReturnType<typeof setTimeout> | undefined;
    const abortAfter = (ms: number) => {
      clearTimeout(timeout);
      timeout = setTimeout(abort, ms);
    };
    const abort = () => request.abort();
    const fail = () => reject(new TypeError('The file could not be sent'));
    signal.addEventListener('abort', abort);
    request.addEventListener('loadend', () => {
      clearTimeout(timeout);
      signal.removeEventListener('abort', abort);
    });
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      abortAfter(stallTimeoutMs);
      // The total includes what surrounds the file: all of it is sent when `load` fires.
      onProgress(Math.min(loaded / total, 0.99));
    });
    request.upload.addEventListener('load', () => {
      abortAfter(answerTimeoutMs);
      onProgress(1);
    });
    request.addEventListener('load', () => resolve({ status: request.status, answer: parse(request.responseText) }));
    request.addEventListener('error', fail);
    request.addEventListener('abort', fail);
    request.open('POST', graphqlUrl);
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('apollo-require-preflight', 'true');
    if (token) request.setRequestHeader('authorization', `Bearer ${token}`);
    abortAfter(stallTimeoutMs);
    request.send(body);
  });
}

function parse(text: string): Body | null {
  try {
    return JSON.parse(text) as Body | null;
  } catch {
    return null;
  }
}

function codesOf(answer: Body | null): string[] {
  return (answer?.errors ?? []).map((error) => error.extensions?.code ?? '');
}
