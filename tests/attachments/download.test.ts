import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSessionLink } from '../../server/access/session-links.ts';
import { downloadPath } from '../../server/attachments/download-path.ts';
import { png, text } from '../support/files.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import { startS3, type TestS3 } from '../support/s3.ts';
import type { AttachmentAnswer } from '../support/api.ts';
import type { Person } from '../support/world.ts';

const minute = 60_000;
const refused = [403, 'This link is not valid or has expired.'];

describe.each(['a folder', 'a bucket of S3'])('a download from %s', (place) => {
  let s3: TestS3 | null = null;
  let portal: TestPortal;
  let customer: Person;
  let log: AttachmentAnswer;
  let picture: AttachmentAnswer;
  let ticketId: string;
  let pictureContent: Uint8Array;

  beforeAll(async () => {
    s3 = place === 'a folder' ? null : await startS3();
    portal = await startPortal(s3?.environment);
    customer = await (await portal.world.tenant()).customer();
    const file = await png('ছবি ১.png');
    pictureContent = file.content as Uint8Array;
    const sent = [await customer.upload(text('router.log', '0123456789')), await customer.upload(file)];
    ({ id: ticketId } = await customer.openTicket({ attachmentIds: sent.map((attachment) => attachment.id) }));
    await portal.settle();
    [log, picture] = (await customer.files(ticketId))[0] as [AttachmentAnswer, AttachmentAnswer];
  });

  afterAll(async () => {
    await portal.stop();
    await s3?.stop();
  });

  const load = (path: string, init?: RequestInit) => fetch(`${portal.url}${path}`, init);
  const parameter = (link: string, name: string) => new URL(link, portal.url).searchParams.get(name)!;

  it('gives the bytes that were sent, as a file and nothing else', async () => {
    const response = await load(picture.url);
    expect(response.status).toBe(200);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(pictureContent);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(pictureContent.length),
      'content-disposition': expect.stringContaining(`filename*=UTF-8''${encodeURIComponent('ছবি ১.png')}`),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'accept-ranges': 'bytes',
    });
    expect(response.headers.get('content-disposition')).toMatch(/^attachment;/);
    const [, age] = /^private, max-age=(\d+), immutable$/.exec(response.headers.get('cache-control')!)!;
    expect(Number(age)).toBeLessThanOrEqual(5 * 60);
  });

  it('is shown instead of saved only on request, and only if that is safe', async () => {
    const disposition = async (url: string) => (await load(`${url}&inline`)).headers.get('content-disposition');
    expect(await disposition(picture.url)).toMatch(/^inline;/);
    expect(await disposition(log.url)).toMatch(/^attachment;/);
    const { headers } = await load(`${picture.url}&inline`);
    expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
  });

  it('supports ranges', async () => {
    const part = async (range: string, headers: Record<string, string> = {}) => {
      const response = await load(log.url, { headers: { range, ...headers } });
      return [response.status, await response.text(), response.headers.get('content-range')];
    };
    expect(await part('bytes=2-4')).toEqual([206, '234', 'bytes 2-4/10']);
    expect(await part('bytes=7-')).toEqual([206, '789', 'bytes 7-9/10']);
    expect(await part('bytes=-3')).toEqual([206, '789', 'bytes 7-9/10']);
    expect(await part('bytes=8-99')).toEqual([206, '89', 'bytes 8-9/10']);
    expect(await part('bytes=10-')).toEqual([416, '', 'bytes */10']);
    expect(await part('bytes=-0')).toEqual([416, '', 'bytes */10']);
    for (const whole of ['bytes=4-2', 'bytes=0-1,3-4', 'lines=1-2', 'bytes=-', 'bytes=x']) {
      expect(await part(whole)).toEqual([200, '0123456789', null]);
    }
    const etag = (await load(log.url)).headers.get('etag')!;
    expect(await part('bytes=2-4', { 'if-range': etag })).toEqual([206, '234', 'bytes 2-4/10']);
    expect(await part('bytes=2-4', { 'if-range': '"another"' })).toEqual([200, '0123456789', null]);
  });

  it('is not sent again to a client that has it, and can be checked with HEAD', async () => {
    const head = await load(log.url, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '10', '']);
    const etag = head.headers.get('etag')!;
    const again = await load(log.url, { headers: { 'if-none-match': `"other", W/${etag}` } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('gives a thumbnail of a picture', async () => {
    expect(picture).toMatchObject({ width: 64, height: 48, thumbnailUrl: expect.any(String) });
    expect(log.thumbnailUrl).toBeNull();
    const response = await load(picture.thumbnailUrl!);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/webp']);
    expect((await response.arrayBuffer()).byteLength).toBe(Number(response.headers.get('content-length')));
  });

  /** The link to the log as it was given at another time. */
  function linkAt(time: number): string {
    const holder = { tenantId: parameter(log.url, 'tenant'), sessionId: parameter(log.url, 'session') };
    return makeSessionLink(portal.app.portal.signedLinks, downloadPath(log, 'original'), holder, time);
  }

  const answerTo = async (link: string) => {
    const response = await load(link);
    return [response.status, await response.text()];
  };

  it('has the same link for a session that asks again within a minute, so that browsers can cache it', () => {
    expect(linkAt(minute)).toBe(linkAt(2 * minute - 1));
    expect(linkAt(minute)).not.toBe(linkAt(2 * minute));
  });

  it('is rejected when its link has expired', async () => {
    const old = linkAt(Date.now() - 5 * minute);
    expect(await answerTo(old)).toEqual(refused);
    expect((await load(old)).headers.get('content-type')).toContain('text/plain');
    expect(await answerTo(old.replace(/expires=\d+/, `expires=${parameter(log.url, 'expires')}`))).toEqual(refused);
    expect(await answerTo(linkAt(Date.now() - 3 * minute))).toEqual([200, '0123456789']);
  });

  it('is rejected when anything in its link is changed', async () => {
    const othersLink = (await (await customer.signInAgain()).upload(text())).url;
    const changed = [
      log.url.replace(log.id, picture.id),
      log.url.replace(log.name, 'other.log'),
      log.url.replace('variant=original', 'variant=thumbnail'),
      log.url.replace(/signature=.*/, `signature=${parameter(picture.url, 'signature')}`),
      log.url.replace(/signature=.*/, 'signature='),
      log.url.replace(/&signature=.*/, ''),
      log.url.replace(/tenant=[^&]*/, `tenant=${picture.id}`),
      log.url.replace(/session=[^&]*/, `session=${parameter(othersLink, 'session')}`),
      `${log.url}&expires=99999999999`,
      `${log.url}&signature=x`,
      `/attachments/${log.id}/${log.name}`,
      log.url.replace(log.id, '..%2f..%2fjwt-secret'),
    ];
    for (const link of changed) expect([link, (await load(link)).status]).toEqual([link, 403]);
    const signature = parameter(log.url, 'signature');
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (let index = 0; index < signature.length; index++) {
      const bit = alphabet[alphabet.indexOf(signature[index]!) ^ 1]!;
      const forged = signature.slice(0, index) + bit + signature.slice(index + 1);
      expect((await load(log.url.replace(signature, forged))).status).toBe(403);
    }
  });

  it('ends with the session that asked, on every server and for no other session', async () => {
    const second = await portal.secondServer();
    const leaving = await customer.signInAgain();
    const linksOf = async (who: Person) => {
      const { url, thumbnailUrl } = (await who.files(ticketId))[0]![1]!;
      return [portal.url, second.url].flatMap((origin) => [origin + url, origin + thumbnailUrl]);
    };
    const statuses = (links: string[]) => Promise.all(links.map(async (link) => (await fetch(link)).status));
    const [theirs, others] = await Promise.all([linksOf(leaving), linksOf(customer)]);
    expect(await statuses(theirs)).toEqual([200, 200, 200, 200]);
    await leaving.done('sessionEnd', { id: parameter(theirs[0]!, 'session') });
    expect(await statuses(theirs)).toEqual([403, 403, 403, 403]);
    expect(await statuses(others)).toEqual([200, 200, 200, 200]);
  });

  it('that has begun is given to the end', async () => {
    const leaving = await customer.signInAgain();
    const large = 'A line of a log.\n'.repeat(500_000);
    const { url } = await leaving.upload(text('large.log', large));
    const response = await load(url);
    await leaving.done('sessionEnd', { id: parameter(url, 'session') });
    expect((await response.text()).length).toBe(large.length);
    expect((await load(url)).status).toBe(403);
  });

  it('ends with the file', async () => {
    const file = await customer.upload(text());
    await customer.done('attachmentRemove', { id: file.id });
    const answer = await load(file.url);
    expect([answer.status, await answer.text()]).toEqual([404, 'File not found.']);
  });
});
