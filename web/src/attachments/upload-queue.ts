import type { ApolloClient } from '@apollo/client/core';
import { createEventHook, until } from '@vueuse/core';
import { computed, effectScope, shallowReactive } from 'vue';
import { sanitizeFileName } from '#shared/file-name.ts';
import { failureOf } from '../apollo/failure';
import { AttachmentLimitsDocument, AttachmentRemoveDocument, type AttachmentFieldsFragment } from '../gql/graphql';
import { brokenRule, distinctName, type AttachmentLimits } from './attachment-rules';
import { createUpload, isInProgress, restoreUpload, type AttachmentUpload } from './upload';
import { uploadFile } from './upload-request';
import { useStoredUploads } from './useStoredUploads';

export interface UploadEvent {
  upload: AttachmentUpload;
  type: 'added' | 'uploaded' | 'failed' | 'rejected' | 'cancelled' | 'removed';
}

const maxConcurrent = 3;
const limitsTimeoutMs = 3_000;

/** The files of one draft: sent a few at a time while it is written, until it is sent itself. */
export class UploadQueue {
  /** In the order they were added. */
  readonly uploads: AttachmentUpload[];
  private readonly scope = effectScope(true);
  private readonly stored: ReturnType<typeof useStoredUploads>;
  private readonly files = new Map<AttachmentUpload, File>();
  private readonly requests = new Map<AttachmentUpload, AbortController>();
  private readonly events = createEventHook<UploadEvent>();
  private isClosed = false;

  constructor(
    private readonly client: ApolloClient<unknown>,
    viewerId: string,
    draftName: string,
  ) {
    this.stored = this.scope.run(() => useStoredUploads(viewerId, draftName, () => this.follow()))!;
    this.uploads = shallowReactive(this.stored.list().map(restoreUpload));
  }

  readonly isUploading = computed(() => this.uploads.some(isInProgress));

  readonly onEvent = this.events.on;

  async add(files: readonly File[]): Promise<void> {
    const limits = await this.loadLimits();
    for (const file of files) {
      const names = this.uploads.map(({ name }) => name);
      const upload = createUpload(file, distinctName(sanitizeFileName(file.name), names));
      this.files.set(upload, file);
      this.enqueue(upload, limits && brokenRule(file, this.countAccepted(), limits));
      this.uploads.push(upload);
      if (!upload.rule) this.emit(upload, 'added');
    }
    this.startNext();
  }

  async retry(upload: AttachmentUpload): Promise<void> {
    const file = this.files.get(upload);
    if (!file || isInProgress(upload) || upload.state === 'uploaded') return;
    const limits = await this.loadLimits();
    this.enqueue(upload, limits && brokenRule(file, this.countAccepted(upload), limits));
    this.startNext();
  }

  /** Cancels what is being sent, and deletes from the server what is there already. */
  remove(upload: AttachmentUpload): void {
    const wasInProgress = isInProgress(upload);
    this.detach(upload);
    this.emit(upload, wasInProgress ? 'cancelled' : 'removed');
    this.startNext();
    const id = upload.attachmentId;
    if (!id) return;
    this.client.mutate({ mutation: AttachmentRemoveDocument, variables: { id } }).catch(() => {
      // The server deletes it by itself after a day.
    });
  }

  /** Tries what failed once more; resolves when nothing is in progress, with whether all that could be sent was. */
  async finish(): Promise<boolean> {
    await Promise.all(this.uploads.filter(({ state }) => state === 'failed').map((upload) => this.retry(upload)));
    await until(this.isUploading).toBe(false);
    return this.uploads.every(({ state, rule }) => state === 'uploaded' || (state === 'rejected' && rule));
  }

  /** The files are part of a message now. */
  clear(): void {
    for (const upload of [...this.uploads]) this.detach(upload);
    this.stored.drop();
  }

  /** The server no longer has the files: they are sent again, as far as the browser still has them. */
  markLost(): void {
    for (const upload of this.uploads.filter(({ state }) => state === 'uploaded')) {
      Object.assign(upload, { state: this.files.has(upload) ? 'waiting' : 'rejected', attachmentId: null });
      if (upload.state === 'rejected') this.emit(upload, 'rejected');
    }
    this.stored.drop();
    this.startNext();
  }

  close(): void {
    this.isClosed = true;
    this.scope.stop();
    this.requests.forEach((request) => request.abort());
    this.uploads.forEach(({ preview }) => preview && URL.revokeObjectURL(preview));
  }

  /** Lists what another tab has uploaded to the same draft, and no longer what it has sent or removed. */
  private follow(): void {
    const stored = this.stored.list();
    const isStored = ({ attachmentId }: AttachmentUpload) => stored.some(({ id }) => id === attachmentId);
    const isListed = (id: string) => this.uploads.some(({ attachmentId }) => attachmentId === id);
    for (const upload of this.uploads.filter(({ state }) => state === 'uploaded')) {
      if (!isStored(upload)) this.uploads.splice(this.uploads.indexOf(upload), 1);
    }
    this.uploads.push(...stored.filter(({ id }) => !isListed(id)).map(restoreUpload));
  }

  private enqueue(upload: AttachmentUpload, rule: AttachmentUpload['rule']): void {
    Object.assign(upload, { rule, state: rule ? 'rejected' : 'waiting', failure: null, userErrors: [] });
    if (rule) this.emit(upload, 'rejected');
  }

  private startNext(): void {
    if (this.isClosed) return;
    const waiting = this.uploads.filter(({ state }) => state === 'waiting');
    for (const upload of waiting.slice(0, Math.max(0, maxConcurrent - this.requests.size))) void this.send(upload);
  }

  private async send(upload: AttachmentUpload): Promise<void> {
    const request = new AbortController();
    this.requests.set(upload, request);
    Object.assign(upload, { state: 'sending', progress: 0, failure: null, userErrors: [] });
    const outcome = await this.outcomeOf(upload, request.signal);
    if (!request.signal.aborted) Object.assign(upload, outcome);
    this.requests.delete(upload);
    this.startNext();
    if (!request.signal.aborted) this.emit(upload, upload.state as 'uploaded' | 'failed' | 'rejected');
  }

  private async outcomeOf(upload: AttachmentUpload, signal: AbortSignal): Promise<Partial<AttachmentUpload>> {
    try {
      const { attachment, userErrors } = await uploadFile(this.files.get(upload)!, upload.name, {
        signal,
        onProgress(share) {
          upload.progress = share;
          upload.state = share === 1 ? 'checking' : 'sending';
        },
      });
      if (!attachment) return { state: 'rejected', userErrors };
      if (!signal.aborted) this.stored.add(attachment);
      return uploaded(attachment);
    } catch (error) {
      return { state: 'failed', failure: failureOf(error) };
    }
  }

  private detach(upload: AttachmentUpload): void {
    this.uploads.splice(this.uploads.indexOf(upload), 1);
    this.requests.get(upload)?.abort();
    this.files.delete(upload);
    if (upload.preview) URL.revokeObjectURL(upload.preview);
    this.stored.remove(upload.attachmentId);
  }

  private countAccepted(except?: AttachmentUpload): number {
    return this.uploads.filter((upload) => upload !== except && upload.state !== 'rejected').length;
  }

  private emit(upload: AttachmentUpload, type: UploadEvent['type']): void {
    void this.events.trigger({ upload, type });
  }

  /** Null when they are not known in time: then it is the server that rejects. */
  private loadLimits(): Promise<AttachmentLimits | null> {
    return Promise.race([
      this.client.query({ query: AttachmentLimitsDocument }).then(({ data }) => data.attachmentLimits),
      new Promise<null>((resolve) => setTimeout(resolve, limitsTimeoutMs, null)),
    ]).catch(() => null);
  }
}

const uploaded = ({ id, name, size, isImage }: AttachmentFieldsFragment): Partial<AttachmentUpload> => ({
  state: 'uploaded',
  attachmentId: id,
  name,
  size,
  isImage,
});
