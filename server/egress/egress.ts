import type { LookupAddress } from 'node:dns';
import { Resolver, lookup } from 'node:dns/promises';
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { mayReach, type AddressRange } from './addresses.ts';
import { EgressError, EgressFailure } from './egress-error.ts';
import { isThisMachine } from './this-machine.ts';

/** What is known of names. */
export interface Names {
  /** All addresses that a name stands for. */
  lookUp(hostname: string): Promise<LookupAddress[]>;
  /** The names that it is an alias of, as its CNAME record says. */
  aliasesOf(hostname: string): Promise<string[]>;
}

export interface EgressRequest {
  method?: 'GET' | 'POST';
  /** For the server of the URL only: no other one that it redirects to gets them. */
  headers?: Record<string, string>;
  body?: string;
  protocols?: string[];
  /** That of the protocol unless given. */
  ports?: number[];
  /** How many redirects of a GET are followed; one more fails, unless none are. */
  redirects?: number;
  /** For everything together, from the DNS to the last byte. */
  timeoutMs?: number;
  /** Of the body of the answer. */
  maxBytes?: number;
  signal?: AbortSignal;
}

export interface EgressAnswer {
  /** What was asked last. */
  url: URL;
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** The protocol and port of a URL that the operator has chosen, or the portal made itself: those, and no others, are asked. */
export const asWritten = (url: URL): Pick<EgressRequest, 'protocols' | 'ports'> => ({
  protocols: [url.protocol],
  ...(url.port && { ports: [Number(url.port)] }),
});

interface Target {
  url: URL;
  /** The addresses that were checked, and so the only ones that are connected to. */
  addresses: LookupAddress[];
}

const defaultPorts: Record<string, number> = { 'http:': 80, 'https:': 443 };
const redirections = [301, 302, 303, 307, 308];
const maxHeaderSize = 16 * 1024;

/** Every request that the server makes because somebody gave it an address: a tenant cannot use it to look inside. */
export class Egress {
  constructor(
    /** Ranges that may be reached although they are not public. */
    private readonly allowed: AddressRange[],
    private readonly names: Names = systemNames,
  ) {}

  /** Asks `url`, whatever the status of the answer is. Throws `EgressError`, and the reason of `signal`. */
  async request(url: string, options: EgressRequest = {}): Promise<EgressAnswer> {
    const { method = 'GET', redirects = 0, timeoutMs = 10_000 } = options;
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(options.signal ? [options.signal] : [])]);
    let asked = readUrl(url, options);
    let headers = options.headers ?? {};
    for (let followed = 0; ; followed++) {
      const target = { url: asked, addresses: await this.addressesOf(asked.hostname, signal) };
      const answer = await ask(target, { ...options, headers }, signal);
      const { location } = answer.headers;
      const isRedirected = redirections.includes(answer.status) && location !== undefined;
      if (!isRedirected || method !== 'GET' || redirects === 0) return answer;
      if (followed === redirects) throw new EgressError(EgressFailure.TOO_MANY_REDIRECTS);
      const next = readUrl(location, options, asked);
      if (next.origin !== asked.origin) headers = {};
      asked = next;
    }
  }

  /** The names of which a name is an alias in the DNS; none where that says nothing. */
  aliasesOf(hostname: string): Promise<string[]> {
    return this.names.aliasesOf(hostname).catch(() => []);
  }

  /** All that a name stands for; a single address that may not be reached fails them all. */
  private async addressesOf(hostname: string, signal: AbortSignal): Promise<LookupAddress[]> {
    const host = hostname.replace(/^\[|\]$/g, '');
    const family = isIP(host);
    const addresses = family
      ? [{ address: host, family }]
      : await Promise.race([this.names.lookUp(host), failedWhenAborted(signal)]).catch((cause: unknown) => {
          throw signal.aborted ? abortion(signal) : new EgressError(EgressFailure.NAME_NOT_FOUND, { cause });
        });
    if (addresses.length === 0) throw new EgressError(EgressFailure.NAME_NOT_FOUND);
    if (addresses.every(({ address }) => mayReach(address, this.allowed))) return addresses;
    throw new EgressError(EgressFailure.INSIDE_ADDRESS);
  }
}

const loopback = [{ address: '127.0.0.1', family: 4 }];
const resolver = new Resolver({ timeout: 2_000, tries: 1 });

/** Addresses as the system knows them, from the files of the machine or the DNS. */
const systemNames: Names = {
  lookUp: async (hostname) => (isThisMachine(hostname) ? loopback : lookup(hostname, { all: true })),
  aliasesOf: async (hostname) => (isThisMachine(hostname) ? [] : resolver.resolveCname(hostname)),
};

/** A URL that may be asked, which may be relative to `base` in a redirect. The parser knows all spellings of an address. */
function readUrl(written: string, { protocols = ['https:'], ports }: EgressRequest, base?: URL): URL {
  const bad = (message?: string) => new EgressError(EgressFailure.BAD_URL, message ? { message } : {});
  if (!URL.canParse(written, base?.href)) throw bad();
  const url = new URL(written, base);
  const allowed = base?.protocol === 'https:' ? ['https:'] : protocols;
  if (!allowed.includes(url.protocol)) throw bad(`The address must begin with ${allowed.join('// or ')}//.`);
  if (url.username || url.password) throw bad('The address must have no user name and no password.');
  if (url.hostname.endsWith('.')) throw bad('The name of the server must not end with a dot.');
  const defaultPort = defaultPorts[url.protocol]!;
  const port = Number(url.port || defaultPort);
  const allowedPorts = ports ?? [defaultPort];
  if (!allowedPorts.includes(port)) throw bad(`The port must be ${allowedPorts.join(' or ')}.`);
  return url;
}

/** One request and its answer, over a connection of its own. */
async function ask({ url, addresses }: Target, options: EgressRequest, signal: AbortSignal): Promise<EgressAnswer> {
  const { method = 'GET', headers, body, maxBytes = 64 * 1024 } = options;
  const lookUp: LookupFunction = (_hostname, { all }, done) =>
    all ? done(null, addresses) : done(null, addresses[0]!.address, addresses[0]!.family);
  const isSecure = url.protocol === 'https:';
  // what went wrong says how far it came
  let failure = EgressFailure.UNREACHABLE;
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = (isSecure ? https : http).request(url, {
    method,
    // bytes of a compressed answer say nothing of its size
    headers: { ...headers, host: url.host, 'accept-encoding': 'identity' },
    // neither connections nor a proxy of the process
    agent: false,
    lookup: lookUp,
    maxHeaderSize,
    signal,
  });
  request
    .on('socket', (socket) =>
      socket
        .once('connect', () => (failure = isSecure ? EgressFailure.CERTIFICATE : EgressFailure.BAD_ANSWER))
        .once('secureConnect', () => (failure = EgressFailure.BAD_ANSWER)),
    )
    .on('response', resolve)
    // without a listener these are no errors
    .on('upgrade', (_answer, socket) => {
      socket.destroy();
      reject(new EgressError(failure));
    })
    .on('error', reject)
    .end(body);
  try {
    const answer = await promise;
    if ((answer.headers['content-encoding'] ?? 'identity') !== 'identity') throw new EgressError(failure);
    return { url, status: answer.statusCode!, headers: answer.headers, body: await readAtMost(answer, maxBytes) };
  } catch (error) {
    if (error instanceof EgressError) throw error;
    if (signal.aborted) throw abortion(signal);
    const { code } = error as NodeJS.ErrnoException;
    throw new EgressError(code === 'HPE_HEADER_OVERFLOW' ? EgressFailure.TOO_LARGE : failure, { cause: error });
  } finally {
    request.destroy();
  }
}

async function readAtMost(answer: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > maxBytes) throw new EgressError(EgressFailure.TOO_LARGE);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const failedWhenAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const fail = () => reject(abortion(signal));
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });

/** The caller's own reason, or that the time is over. */
const abortion = ({ reason }: AbortSignal): unknown =>
  (reason as Error).name === 'TimeoutError' ? new EgressError(EgressFailure.TIMEOUT) : reason;
