import type { Config } from '../config.ts';
import type { Storage } from './storage.ts';

/** S3 when configured, otherwise a folder; the SDK is loaded only where it is used. */
export async function openStorage({ s3, dataDirectory }: Config): Promise<Storage> {
  if (s3) return new (await import('./s3-storage.ts')).S3Storage(s3);
  return new (await import('./local-storage.ts')).LocalStorage(dataDirectory);
}
