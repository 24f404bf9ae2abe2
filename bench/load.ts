import autocannon from 'autocannon';
import { serveParent } from './worker.ts';
import { percentile } from './measure.ts';
import { uniquePlaceholder } from './workloads.ts';

export interface LoadJob {
  origin: string;
  requests: { token: string; path: string; body: string }[];
  connections: number;
  seconds: number;
}

export interface LoadResult {
  /** All that were sent, including those in flight at the end, which cost the server as much as the others. */
  requests: number;
  /** Unexpected answers. */
  failed: number;
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
  p99: number;
}

let count = 0;
const runId = process.hrtime.bigint().toString(36);

/** Keeps all connections busy for `seconds`; each begins at another position of the list. */
async function run({ origin, requests, connections, seconds }: LoadJob): Promise<LoadResult> {
  const prepared = requests.map(prepare);
  let offset = 0;
  const times: number[] = [];
  const options = {
    url: origin,
    connections,
    duration: seconds,
    sampleInt: 100,
    requests: [prepared[0]!],
    setupClient(client) {
      client.setRequests([...prepared.slice(offset), ...prepared.slice(0, offset)]);
      offset = Math.floor(offset + prepared.length / connections) % prepared.length;
    },
    verifyBody: (body) => {
      const text = String(body);
      return text.startsWith('{"data"') && !text.includes('"errors"');
    },
  } as autocannon.Options;
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const load = autocannon(options, (error, done) => (error ? reject(error) : resolve(done)));
    load.on('response', (_client, _status, _bytes, milliseconds) => times.push(milliseconds));
  });
  const sorted = Float64Array.from(times).toSorted();
  return {
    requests: result.requests.sent,
    failed: result.non2xx + result.mismatches + result.errors + result.timeouts,
    perSecond: times.length / result.duration,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
  };
}

function prepare({ token, path, body }: LoadJob['requests'][number]): autocannon.Request {
  const request: autocannon.Request = {
    method: 'POST',
    path,
    body,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  };
  if (!body.includes(uniquePlaceholder)) return request;
  return {
    ...request,
    setupRequest: (given) => ({ ...given, body: body.replace(uniquePlaceholder, `${runId}-${++count}`) }),
  };
}

serveParent({ run });
