import S3rver from '@20minutes/s3rver';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real server of the S3 protocol that can be made to fail. */
export interface TestS3 {
  /** What tells a portal to use it. */
  environment: Record<string, string>;
  /** `down`: connections are cut. `slow`: nothing is ever answered. `broken`: every answer is a 500. */
  fault: 'none' | 'down' | 'slow' | 'broken';
  /** How many of the next requests are answered with a 500. */
  hiccups: number;
  stop(): Promise<void>;
}

const bucket = 'attachments';
const credential = 'S3RVER';

export async function startS3(): Promise<TestS3> {
  const directory = await mkdtemp(join(tmpdir(), 'portal-s3-'));
  const service = new S3rver({
    directory,
    silent: true,
    configureBuckets: [{ name: bucket }],
    // it forgets the slash at the end of an address when it checks the signature of a listing
    allowMismatchedSignatures: true,
  });
  await service.configureBuckets();
  const answer = service.callback() as RequestListener;
  const server = createServer((request, response) => {
    if (s3.fault === 'down') request.socket.destroy();
    else if (s3.fault === 'slow') request.resume();
    else if (s3.fault === 'broken' || s3.hiccups-- > 0) request.resume().on('end', () => response.writeHead(500).end());
    else answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const s3: TestS3 = {
    environment: {
      S3_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      S3_BUCKET: bucket,
      S3_ACCESS_KEY_ID: credential,
      S3_SECRET_ACCESS_KEY: credential,
      S3_TIMEOUT: '1',
    },
    fault: 'none',
    hiccups: 0,
    async stop() {
      server.close();
      server.closeAllConnections();
      await rm(directory, { recursive: true });
    },
  };
  return s3;
}
