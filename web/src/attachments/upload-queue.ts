import type { ApolloClient } from '@apollo/client/core';
import { createEventHook, until, type EventHookOn } from '@vueuse/core';
import { computed, effectScope, reactive, shallowReactive, watch, type ComputedRef } from 'vue';
import { session } from '../sessions/session';
import { failureOf, type Failure } from '../apollo/failure';
import {
  AttachmentLimitsDocument,
  AttachmentRemoveDocument,
  type AttachmentFieldsFragment,
  type UserErrorFieldsFragment,
} from '../gql/graphql';
import { useDraft } from '../drafts/useDraft';
import { sendAttachment } from './attachment-request';
import {
  brokenRule,
  cleanName,
  distinctName,
  extensionOf,
  type AttachmentLimits,
  type AttachmentRule,
} from './attachment-rules';

/**
 * `checking`: all of it has left, the server has not said yes.
 * `failed`: worth another try. `refused`: by a rule, which another try would not change.
 */
export type UploadState = 'waiting' | 'sending' | 'checking' | 'uploaded' | 'failed' | 'refused';

export interface AttachmentUpload {
  readonly key: number;
  name: string;
  size: number;
  isImage: boolean;
  /** A picture of the file, as long as the browser has it. */
  preview: string | null;
  state: UploadState;
  /** The share that has left, 0 to 1. */
  progress: number;
  attachmentId: string | null;
  /** Why it is refused, when that was known before sending … */
  rule: AttachmentRule | null;
  /** … and when the server said so. */
  userErrors: UserErrorFieldsFragment[];
  failure: Failure | null;
}

export interface UploadNews {
  upload: AttachmentUpload;
  what: 'added' | 'uploaded' | 'failed' | 'refused' | 'cancelled' | 'removed';
}

export interface UploadQueue {
  /** In the order they were added. */
  uploads: AttachmentUpload[];
  isUnderWay: ComputedRef<boolean>;
  onNews: EventHookOn<UploadNews>;
  add: (files: readonly File[]) => Promise<void>;
  retry: (upload: AttachmentUpload) => Promise<void>;
  /** Cancels what is under way, and takes back from the server what is there already. */
  remove: (upload: AttachmentUpload) => void;
  /** Tries what failed once more; resolves when nothing is under way, with whether all files that could be sent are there. */
  settled: () => Promise<boolean>;
  /** The files are part of a message now. */
  clear: () => void;
  /** The server no longer has the files: they have to be sent once more. */
  lose: () => void;
  close: () => void;
}

interface KeptUpload {
  id: string;
  name: string;
  size: number;
  isImage: boolean;
  keptAt: number;
}

const atOnce = 3;
// The server keeps what no message took for a day.
const keptForMs = 23 * 60 * 60 * 1000;
const limitsWithinMs = 3_000;

const queues = new Map<string, UploadQueue>();

/** The queue of one place a person writes at. It goes on while other pages are looked at, and ends with the session. */
export function uploadQueueOf(client: ApolloClient<unknown>, viewerId: string, place: string): UploadQueue {
  const key = `${viewerId}.${place}`;
  const queue = queues.get(key) ?? openUploadQueue(client, viewerId, place);
  queues.set(key, queue);
  return queue;
}

watch(
  () => session.viewer.value?.id,
  () => {
    queues.forEach((queue) => queue.close());
    queues.clear();
  },
);

let lastKey = 0;

function openUploadQueue(client: ApolloClient<unknown>, viewerId: string, place: string): UploadQueue {
  const scope = effectScope(true);
  const { draft: kept, drop } = scope.run(() =>
    useDraft<{ files: KeptUpload[] }>(viewerId, `${place}.attachments`, () => ({ files: [] })),
  )!;
  const uploads = shallowReactive<AttachmentUpload[]>(
    kept.value.files.filter(({ keptAt }) => Date.now() - keptAt < keptForMs).map(restore),
  );
  const sources = new Map<AttachmentUpload, File>();
  const cancels = new Map<AttachmentUpload, AbortController>();
  const news = createEventHook<UploadNews>();
  let closed = false;
  const isUnderWay = computed(() => uploads.some(({ state }) => isOnItsWay(state)));

  async function add(files: readonly File[]): Promise<void> {
    const limits = await knownLimits(client);
    for (const file of files) {
      const taken = uploads.map(({ name }) => name);
      const rule = limits && brokenRule(file, countSent(), limits);
      const upload = reactive({ ...blank(), ...describe(file, distinctName(cleanName(file.name), taken)), rule });
      sources.set(upload, file);
      uploads.push(upload);
      if (rule) upload.state = 'refused';
      tell(upload, rule ? 'refused' : 'added');
    }
    startNext();
  }

  function startNext(): void {
    if (closed) return;
    const waiting = uploads.filter(({ state }) => state === 'waiting');
    for (const upload of waiting.slice(0, Math.max(0, atOnce - cancels.size))) void send(upload);
  }

  async function send(upload: AttachmentUpload): Promise<void> {
    const cancel = new AbortController();
    cancels.set(upload, cancel);
    Object.assign(upload, { state: 'sending', progress: 0, failure: null, userErrors: [] });
    try {
      const { attachment, userErrors } = await sendAttachment(sources.get(upload)!, upload.name, {
        signal: cancel.signal,
        onProgress(share) {
          upload.progress = share;
          upload.state = share === 1 ? 'checking' : 'sending';
        },
      });
      if (cancel.signal.aborted) return;
      if (attachment) take(upload, attachment);
      else Object.assign(upload, { state: 'refused', userErrors });
    } catch (error) {
      if (cancel.signal.aborted) return;
      Object.assign(upload, { state: 'failed', failure: failureOf(error) });
    } finally {
      cancels.delete(upload);
      startNext();
    }
    tell(upload, upload.state as 'uploaded' | 'failed' | 'refused');
  }

  function take(upload: AttachmentUpload, { id, name, size, isImage }: AttachmentFieldsFragment): void {
    Object.assign(upload, { state: 'uploaded', attachmentId: id, name, size, isImage });
    kept.value.files.push({ id, name, size, isImage, keptAt: Date.now() });
  }

  async function retry(upload: AttachmentUpload): Promise<void> {
    const source = sources.get(upload);
    if (!source || isOnItsWay(upload.state) || upload.state === 'uploaded') return;
    const limits = await knownLimits(client);
    upload.rule = limits && brokenRule(source, countSent(upload), limits);
    Object.assign(upload, { state: upload.rule ? 'refused' : 'waiting', failure: null, userErrors: [] });
    if (upload.rule) tell(upload, 'refused');
    startNext();
  }

  function remove(upload: AttachmentUpload): void {
    const wasUnderWay = isOnItsWay(upload.state);
    forget(upload);
    tell(upload, wasUnderWay ? 'cancelled' : 'removed');
    startNext();
    const id = upload.attachmentId;
    if (!id) return;
    client.mutate({ mutation: AttachmentRemoveDocument, variables: { id } }).catch(() => {
      // What is not taken back now goes by itself after a day.
    });
  }

  function forget(upload: AttachmentUpload): void {
    uploads.splice(uploads.indexOf(upload), 1);
    cancels.get(upload)?.abort();
    sources.delete(upload);
    if (upload.preview) URL.revokeObjectURL(upload.preview);
    kept.value.files = kept.value.files.filter(({ id }) => id !== upload.attachmentId);
  }

  async function settled(): Promise<boolean> {
    await Promise.all(uploads.filter(({ state }) => state === 'failed').map(retry));
    await until(isUnderWay).toBe(false);
    return uploads.every(({ state, rule }) => state === 'uploaded' || (state === 'refused' && rule));
  }

  function clear(): void {
    [...uploads].forEach(forget);
    drop();
  }

  function lose(): void {
    for (const upload of uploads.filter(({ state }) => state === 'uploaded')) {
      Object.assign(upload, { state: sources.has(upload) ? 'waiting' : 'refused', attachmentId: null });
      if (upload.state === 'refused') tell(upload, 'refused');
    }
    drop();
    startNext();
  }

  function close(): void {
    closed = true;
    scope.stop();
    cancels.forEach((cancel) => cancel.abort());
    uploads.forEach(({ preview }) => preview && URL.revokeObjectURL(preview));
  }

  function countSent(except?: AttachmentUpload): number {
    return uploads.filter((upload) => upload !== except && upload.state !== 'refused').length;
  }

  function tell(upload: AttachmentUpload, what: UploadNews['what']): void {
    void news.trigger({ upload, what });
  }

  return { uploads, isUnderWay, onNews: news.on, add, retry, remove, settled, clear, lose, close };
}

export function isOnItsWay(state: UploadState): boolean {
  return state === 'waiting' || state === 'sending' || state === 'checking';
}

/** Null when they are not known in time: then it is the server who says what it does not take. */
function knownLimits(client: ApolloClient<unknown>): Promise<AttachmentLimits | null> {
  return Promise.race([
    client.query({ query: AttachmentLimitsDocument }).then(({ data }) => data.attachmentLimits),
    new Promise<null>((resolve) => setTimeout(resolve, limitsWithinMs, null)),
  ]).catch(() => null);
}

function blank(): AttachmentUpload {
  return {
    key: ++lastKey,
    name: '',
    size: 0,
    isImage: false,
    preview: null,
    state: 'waiting',
    progress: 0,
    attachmentId: null,
    rule: null,
    userErrors: [],
    failure: null,
  };
}

function describe(file: File, name: string): Pick<AttachmentUpload, 'name' | 'size' | 'isImage' | 'preview'> {
  const isImage = /^image\/(png|jpeg|gif|webp|avif|bmp)$/.test(file.type) && extensionOf(name) !== '';
  return { name, size: file.size, isImage, preview: isImage && file.size ? URL.createObjectURL(file) : null };
}

function restore({ id, name, size, isImage }: KeptUpload): AttachmentUpload {
  return reactive({ ...blank(), name, size, isImage, attachmentId: id, state: 'uploaded' });
}
