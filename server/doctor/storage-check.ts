import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { Config } from '../config.ts';
import { openStorage } from '../storage/open-storage.ts';
import { contentOf } from '../storage/storage.ts';
import { failed, ok, reasonOf, type Finding } from './finding.ts';

/** Writes a file, reads it and removes it. */
export async function checkStorage(config: Config): Promise<Finding> {
  const storage = await openStorage(config);
  const where = config.s3 ? `the bucket ${config.s3.bucket}` : `the folder ${config.dataDirectory}`;
  const advice = config.s3
    ? 'Check S3_ENDPOINT, S3_REGION, the name of the bucket, and that the key may get, put, list and delete objects.'
    : 'Check that the folder of DATA_DIR is there, and that the user of the portal may write to it.';
  const key = `doctor/${randomUUID()}`;
  const content = Buffer.from('written by the doctor of the portal');
  try {
    await storage.write(key, contentOf(content, 'text/plain'));
    const read = await buffer(await storage.read(key));
    await storage.remove(key);
    return read.equals(content)
      ? ok('storage', `files are written to ${where}, read and removed`)
      : failed('storage', `what was written to ${where} came back changed`, advice);
  } catch (error) {
    return failed('storage', `files cannot be kept in ${where}: ${reasonOf(error)}`, advice);
  } finally {
    storage.close();
  }
}
