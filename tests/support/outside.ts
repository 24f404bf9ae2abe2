import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { Names } from '../../server/egress/egress.ts';
import { certificate } from './certificate.ts';

/** A server of somebody else, at all addresses of this machine; gone after the test. */
export interface Outside {
  port: number;
  /** The connections it was asked for so far. */
  connections(): number;
}

export const serveHttp = (listener: RequestListener): Promise<Outside> => serve(createServer(listener));

/** With a certificate for `good.test` and the names below it. */
export const serveHttps = (listener: RequestListener): Promise<Outside> =>
  serve(createSecureServer(certificate, listener));

/** Until the test is over, this process accepts the certificate of `serveHttps`. */
export function acceptCertificate(): void {
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, certificate.cert]);
  onTestFinished(() => setDefaultCACertificates(before));
}

/** Does with each connection what HTTP does not foresee. */
export const serveTcp = (listener: (socket: Socket) => void): Promise<Outside> => serve(createTcpServer(listener));

async function serve(server: Server): Promise<Outside> {
  const open = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => {});
  });
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.close();
    open.forEach((socket) => socket.destroy());
    await once(server, 'close');
  });
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

/** What a DNS of our own says: the addresses of each name, one answer after the other, of which the last one stays. */
export class TestNames implements Names {
  readonly asked: string[] = [];

  constructor(
    private readonly addresses: Record<string, string[][]>,
    private readonly aliases: Record<string, string> = {},
  ) {}

  async lookUp(hostname: string) {
    this.asked.push(hostname);
    const answers = this.addresses[hostname];
    if (!answers) throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' });
    return (answers.length > 1 ? answers.shift()! : answers[0]!).map((address) => ({ address, family: 4 }));
  }

  async aliasesOf(hostname: string) {
    const alias = this.aliases[hostname];
    if (!alias) throw Object.assign(new Error(`queryCname ENODATA ${hostname}`), { code: 'ENODATA' });
    return [alias];
  }
}
