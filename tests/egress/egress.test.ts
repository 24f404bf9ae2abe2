import { setGlobalProxyFromEnv } from 'node:http';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readRanges } from '../../server/egress/addresses.ts';
import { Egress, type EgressRequest, type Names } from '../../server/egress/egress.ts';
import { TestNames, acceptCertificate, serveHttp, serveHttps, serveTcp, type Outside } from '../support/outside.ts';

// of all addresses of this machine one is outside, and the others stand for the inside
const outside = '127.0.0.1';
const inside = '127.0.0.2';

const dns = { 'good.test': [[outside]], 'other.good.test': [[outside]], 'inside.test': [[inside]] };
const egressWith = (names: Names) => new Egress(readRanges(`${outside}/32`)!, names);
const egress = () => egressWith(new TestNames(dns));

const httpAt = (...servers: Outside[]): EgressRequest => ({
  protocols: ['http:'],
  ports: servers.map(({ port }) => port),
});

describe('a request', () => {
  it('brings status, headers and body, with the name as host, and sends nothing of its own accord', async () => {
    const server = await serveHttp((request, response) => {
      response.writeHead(404, { 'x-answer': 'yes', 'set-cookie': 'a=b' }).end(JSON.stringify(request.headers));
    });
    const url = `http://good.test:${server.port}/path`;
    const answer = await egress().request(url, { ...httpAt(server), headers: { 'x-mine': '1', host: 'other.test' } });
    expect(answer).toMatchObject({ status: 404, headers: { 'x-answer': 'yes' } });
    expect(JSON.parse(answer.body.toString())).toEqual({
      'x-mine': '1',
      host: `good.test:${server.port}`,
      'accept-encoding': 'identity',
      connection: 'close',
    });
  });

  it('posts a body', async () => {
    const server = await serveHttp((request, response) => void request.pipe(response));
    const url = `http://good.test:${server.port}`;
    const answer = await egress().request(url, { ...httpAt(server), method: 'POST', body: 'what happened' });
    expect(answer.body.toString()).toBe('what happened');
  });

  it('passes no proxy of the environment', async () => {
    const proxy = await serveHttp((_request, response) => void response.end('the proxy'));
    const server = await serveHttp((_request, response) => void response.end('the server'));
    onTestFinished(setGlobalProxyFromEnv({ http_proxy: `http://127.0.0.1:${proxy.port}` }));
    const answer = await egress().request(`http://good.test:${server.port}`, httpAt(server));
    expect(answer.body.toString()).toBe('the server');
    expect(proxy.connections()).toBe(0);
  });

  it.each([
    ['no URL', 'good.test', 'The address is not a URL that can be asked.'],
    ['another protocol', 'file:///etc/passwd', 'The address must begin with https://.'],
    ['HTTP unless that is allowed', 'http://good.test', 'The address must begin with https://.'],
    ['a user name', 'https://somebody@good.test', 'The address must have no user name and no password.'],
    ['a password', 'https://:secret@good.test', 'The address must have no user name and no password.'],
    ['another port', 'https://good.test:5432', 'The port must be 443.'],
    ['a dot at the end of the name', 'https://good.test./', 'The name of the server must not end with a dot.'],
  ])('is not made to %s', async (_what, url, message) => {
    const names = new TestNames(dns);
    await expect(egressWith(names).request(url)).rejects.toMatchObject({ failure: 'BAD_URL', message });
    expect(names.asked).toEqual([]);
  });

  it('is not made where one of several addresses is inside', async () => {
    const server = await serveHttp((_request, response) => void response.end());
    const names = new TestNames({ 'good.test': [[outside, inside]] });
    const asking = egressWith(names).request(`http://good.test:${server.port}`, httpAt(server));
    await expect(asking).rejects.toMatchObject({ failure: 'INSIDE_ADDRESS' });
    expect(server.connections()).toBe(0);
  });

  it('connects to the address that was checked, whatever the DNS says next', async () => {
    const server = await serveHttp(({ socket }, response) => void response.end(socket.localAddress));
    const names = new TestNames({ 'good.test': [[outside], [inside]] });
    const answer = await egressWith(names).request(`http://good.test:${server.port}`, httpAt(server));
    expect(answer.body.toString()).toBe(outside);
    expect(names.asked).toEqual(['good.test']);
  });
});

describe('a redirect', () => {
  /** Sends everybody from `/` to `location`, and says where else somebody arrived. */
  const redirecting = async (location: (port: number) => string, status = 302) => {
    const server: Outside = await serveHttp((request, response) => {
      if (request.url === '/') response.writeHead(status, { location: location(server.port) }).end();
      else response.end(JSON.stringify([request.headers.host, request.url, request.headers.authorization ?? null]));
    });
    const options = { ...httpAt(server), redirects: 2, headers: { authorization: 'Bearer secret' } };
    return { server, options, url: `http://good.test:${server.port}/` };
  };

  it('is followed, and keeps the headers of the caller at the same server', async () => {
    const { server, options, url } = await redirecting(() => '/next');
    const { body, url: last } = await egress().request(url, options);
    expect(JSON.parse(body.toString())).toEqual([`good.test:${server.port}`, '/next', 'Bearer secret']);
    expect(last.pathname).toBe('/next');
  });

  it('gives another server nothing of them', async () => {
    const { server, options, url } = await redirecting((port) => `http://other.good.test:${port}/next`);
    const { body } = await egress().request(url, options);
    expect(JSON.parse(body.toString())).toEqual([`other.good.test:${server.port}`, '/next', null]);
  });

  it.each([
    ['an address inside', (port: number) => `http://${inside}:${port}/next`, 'INSIDE_ADDRESS'],
    ['a name that stands for one', (port: number) => `http://inside.test:${port}/next`, 'INSIDE_ADDRESS'],
    ['another port', () => 'http://good.test:6379/next', 'BAD_URL'],
    ['another protocol', () => 'file:///etc/passwd', 'BAD_URL'],
    ['a user', (port: number) => `http://somebody@good.test:${port}/next`, 'BAD_URL'],
    ['itself', () => '/', 'TOO_MANY_REDIRECTS'],
  ])('is not followed to %s', async (_what, location, failure) => {
    const { server, options, url } = await redirecting(location);
    await expect(egress().request(url, options)).rejects.toMatchObject({ failure });
    expect(server.connections()).toBe(failure === 'TOO_MANY_REDIRECTS' ? 3 : 1);
  });

  it('is not followed from HTTPS to HTTP', async () => {
    acceptCertificate();
    const plain = await serveHttp((_request, response) => void response.end());
    const location = `http://good.test:${plain.port}`;
    const server = await serveHttps((_request, response) => void response.writeHead(301, { location }).end());
    const options = { protocols: ['https:', 'http:'], ports: [server.port, plain.port], redirects: 1 };
    const asking = egress().request(`https://good.test:${server.port}`, options);
    await expect(asking).rejects.toMatchObject({
      failure: 'BAD_URL',
      message: 'The address must begin with https://.',
    });
    expect(plain.connections()).toBe(0);
  });

  it('is an answer as any other unless it is to be followed', async () => {
    const { options, url } = await redirecting(() => '/next', 307);
    expect((await egress().request(url, { ...options, redirects: 0 })).status).toBe(307);
    expect((await egress().request(url, { ...options, method: 'POST', body: 'once' })).status).toBe(307);
  });
});

describe('HTTPS', () => {
  it('is spoken with whoever has a certificate for the name', async () => {
    const server = await serveHttps((_request, response) => void response.end('good'));
    const ask = (name: string) => egress().request(`https://${name}:${server.port}`, { ports: [server.port] });
    await expect(ask('good.test')).rejects.toMatchObject({ failure: 'CERTIFICATE' });
    acceptCertificate();
    expect((await ask('good.test')).body.toString()).toBe('good');
    const elsewhere = egressWith(new TestNames({ 'bad.test': [[outside]] }));
    const asking = elsewhere.request(`https://bad.test:${server.port}`, { ports: [server.port] });
    await expect(asking).rejects.toMatchObject({ failure: 'CERTIFICATE' });
  });

  it('is not spoken with whoever speaks something else', async () => {
    const server = await serveHttp((_request, response) => void response.end());
    const asking = egress().request(`https://good.test:${server.port}`, { ports: [server.port] });
    await expect(asking).rejects.toMatchObject({ failure: 'CERTIFICATE' });
  });
});

describe('a server that means no good', () => {
  const head = 'HTTP/1.1 200 OK\r\n';
  const sendForever = (socket: Socket, first: string, next: string) => {
    socket.write(first);
    const more = () => void (!socket.destroyed && socket.write(next) && setImmediate(more));
    more();
    socket.on('drain', more);
  };

  it.each<[string, (socket: Socket) => unknown]>([
    ['says nothing', () => {}],
    ['never ends its headers', (socket) => socket.write(`${head}x: y`)],
    ['never ends its body', (socket) => socket.write(`${head}content-length: 10\r\n\r\nabc`)],
    ['only says that it will answer', (socket) => sendForever(socket, '', 'HTTP/1.1 100 Continue\r\n\r\n')],
  ])('is left when it %s', async (_what, listener) => {
    const server = await serveTcp(listener);
    const asking = egress().request(`http://good.test:${server.port}`, { ...httpAt(server), timeoutMs: 100 });
    await expect(asking).rejects.toMatchObject({ failure: 'TIMEOUT', message: 'The server took too long.' });
  });

  it.each([
    ['a body', `${head}\r\n`, 'x'.repeat(10_000)],
    ['a chunk', `${head}transfer-encoding: chunked\r\n\r\nffffffff\r\n`, 'x'.repeat(10_000)],
    ['headers', head, `x: ${'x'.repeat(1_000)}\r\n`],
    ['a header', `${head}x: `, 'x'.repeat(10_000)],
  ])('is left when it sends %s without end', async (_what, first, next) => {
    const server = await serveTcp((socket) => sendForever(socket, first, next));
    const asking = egress().request(`http://good.test:${server.port}`, httpAt(server));
    await expect(asking).rejects.toMatchObject({ failure: 'TOO_LARGE' });
  });

  it.each([
    ['something else than HTTP', 'SSH-2.0-OpenSSH\r\n'],
    ['half a body', `${head}content-length: 10\r\n\r\nabc`],
    ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'],
    ['nothing', ''],
  ])('says %s, and the answer cannot be read', async (_what, text) => {
    const server = await serveTcp((socket) => void socket.once('data', () => socket.end(text)));
    const asking = egress().request(`http://good.test:${server.port}`, httpAt(server));
    await expect(asking).rejects.toMatchObject({ failure: 'BAD_ANSWER' });
  });

  it('cannot fill the memory with little', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024));
    const server = await serveHttp((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });
    const asking = egress().request(`http://good.test:${server.port}`, httpAt(server));
    await expect(asking).rejects.toMatchObject({ failure: 'BAD_ANSWER' });
  });

  it('has no address, or does not listen there', async () => {
    const names = new TestNames({ 'good.test': [[outside]], 'empty.test': [[]] });
    const ask = (name: string) => egressWith(names).request(`http://${name}:1`, { protocols: ['http:'], ports: [1] });
    await expect(ask('nowhere.test')).rejects.toMatchObject({ failure: 'NAME_NOT_FOUND' });
    await expect(ask('empty.test')).rejects.toMatchObject({ failure: 'NAME_NOT_FOUND' });
    const message = 'The server cannot be reached.';
    await expect(ask('good.test')).rejects.toMatchObject({ failure: 'UNREACHABLE', message });
  });

  it('is not waited for by whoever has left, and a name only as long as everything', async () => {
    const server = await serveTcp(() => {});
    const left = new Error('left');
    const leaving = new AbortController();
    const asking = egress().request(`http://good.test:${server.port}`, { ...httpAt(server), signal: leaving.signal });
    leaving.abort(left);
    await expect(asking).rejects.toBe(left);
    const silent = { lookUp: () => new Promise<never>(() => {}), aliasesOf: async () => [] };
    const waiting = egressWith(silent).request('https://good.test', { timeoutMs: 50 });
    await expect(waiting).rejects.toMatchObject({ failure: 'TIMEOUT' });
  });
});
