import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { setTimeout as pause } from 'node:timers/promises';
import { Transform, pipeline, type Readable } from 'node:stream';
import type { S3Config } from '../config.ts';
import { NotStored, type ByteRange, type Storage, type StoredContent, type StoredObject } from './storage.ts';

const attempts = 3;
const silent = () => {};

/** A bucket of S3 or something compatible. An object exists once all of it has arrived. */
export class S3Storage implements Storage {
  readonly destination: string;
  private readonly client: S3Client;

  constructor(private readonly config: S3Config) {
    const { endpoint, region, bucket, credentials, timeout } = config;
    this.destination = `Attachments are kept in the bucket ${bucket}${endpoint ? ` at ${new URL(endpoint).host}` : ''}.`;
    this.client = new S3Client({
      region,
      ...(endpoint && { endpoint, forcePathStyle: true }),
      ...(credentials && { credentials }),
      maxAttempts: attempts,
      requestHandler: { connectionTimeout: timeout, socketTimeout: timeout },
      // in headers rather than in trailers, which some compatible servers do not support
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      // callers log what fails
      logger: { debug: silent, info: silent, warn: silent, error: silent },
    });
  }

  /** The SDK cannot send a stream twice, so it cannot retry by itself. After a silence there is no time for that. */
  async write(key: string, content: StoredContent): Promise<void> {
    const until = Date.now() + this.config.timeout;
    for (let attempt = 1; ; attempt++) {
      try {
        await this.put(key, content);
        return;
      } catch (error) {
        if (attempt === attempts || Date.now() >= until || isPermanent(error)) throw error;
        await pause(100 * 2 ** attempt);
      }
    }
  }

  async read(key: string, range?: ByteRange): Promise<Readable> {
    try {
      const { Body } = await this.withTimeout((abortSignal) =>
        this.client.send(
          new GetObjectCommand({ ...this.at(key), ...(range && { Range: `bytes=${range.first}-${range.last}` }) }),
          { abortSignal },
        ),
      );
      return Body as Readable;
    } catch (error) {
      throw error instanceof NoSuchKey ? new NotStored('There is no such object.') : error;
    }
  }

  async remove(key: string): Promise<void> {
    await this.withTimeout((abortSignal) => this.client.send(new DeleteObjectCommand(this.at(key)), { abortSignal }));
  }

  async *list(): AsyncIterable<StoredObject> {
    let token: string | undefined;
    do {
      const page = await this.withTimeout((abortSignal) =>
        this.client.send(
          new ListObjectsV2Command({ Bucket: this.config.bucket, ...(token && { ContinuationToken: token }) }),
          { abortSignal },
        ),
      );
      for (const { Key, LastModified } of page.Contents ?? []) yield { key: Key!, modifiedAt: LastModified! };
      token = page.NextContinuationToken;
    } while (token);
  }

  /** An object that has not arrived completely does not exist. */
  async removeUnfinished(): Promise<void> {}

  close(): void {
    this.client.destroy();
  }

  private async put(key: string, { open, size, sha256, contentType }: StoredContent): Promise<void> {
    const body = open();
    try {
      await this.withTimeout((abortSignal, notice) =>
        this.client.send(
          new PutObjectCommand({
            ...this.at(key),
            Body: noticing(body, notice),
            ContentLength: size,
            ContentType: contentType,
            ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
          }),
          { abortSignal },
        ),
      );
    } finally {
      body.destroy();
    }
  }

  private at(key: string) {
    return { Bucket: this.config.bucket, Key: key };
  }

  /** Limits the time until the server answers, not the time that content takes as long as it goes on: `notice` says that. */
  private async withTimeout<Result>(
    send: (signal: AbortSignal, notice: () => void) => Promise<Result>,
  ): Promise<Result> {
    const controller = new AbortController();
    const timer = setTimeout(
      () => controller.abort(new Error('The storage did not answer in time.')),
      this.config.timeout,
    );
    try {
      return await send(controller.signal, () => timer.refresh());
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Passes `content` on, and says of each piece that it has. */
function noticing(content: Readable, notice: () => void): Readable {
  const passed = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      notice();
      done(null, chunk);
    },
  });
  // what fails is seen by whoever reads
  pipeline(content, passed, () => {});
  return passed;
}

/** Whether a retry would fail in the same way. */
function isPermanent(error: unknown): boolean {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}
