import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectOnly, png, text, useOwnTemporaryFolder } from '../support/files.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import { startS3, type TestS3 } from '../support/s3.ts';
import type { Person } from '../support/world.ts';

let s3: TestS3;
let portal: TestPortal;
let customer: Person;

useOwnTemporaryFolder();

beforeAll(async () => {
  s3 = await startS3();
  portal = await startPortal(s3.environment);
  customer = await (await portal.world.tenant()).customer();
});

afterEach(async () => {
  s3.fault = 'none';
  s3.hiccups = 0;
  await portal.database.superuser.query('truncate attachment; delete from graphile_worker._private_jobs');
  for await (const { key } of portal.app.portal.storage.list()) await portal.app.portal.storage.remove(key);
});

afterAll(async () => {
  await portal.stop();
  await s3.stop();
});

describe.each(['down', 'slow', 'broken'] as const)('while the storage is %s', (fault) => {
  it('an upload is refused for now and leaves nothing, and the next one works', { timeout: 30_000 }, async () => {
    s3.fault = fault;
    const { data, errors } = await customer.sendFile(text());
    expect(data).toBeNull();
    expect(errors).toMatchObject([
      { message: 'The file could not be stored. Try again later.', extensions: { code: 'SERVICE_UNAVAILABLE' } },
    ]);
    s3.fault = 'none';
    await expectOnly(portal, []);
    await customer.upload(text());
    await expectOnly(portal, ['router.log']);
  });

  it('a download says so, but not why', { timeout: 30_000 }, async () => {
    const { url } = await customer.upload(text());
    s3.fault = fault;
    const answer = await fetch(`${portal.url}${url}`);
    expect([answer.status, await answer.text()]).toEqual([
      503,
      'The file is not available right now. Please try again later.',
    ]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-disposition')).toBeNull();
    s3.fault = 'none';
    expect((await fetch(`${portal.url}${url}`)).status).toBe(200);
  });

  it('a file can be removed nevertheless', { timeout: 30_000 }, async () => {
    const { id } = await customer.upload(text());
    s3.fault = fault;
    await customer.done('attachmentRemove', { id });
    expect(await customer.refusal('attachmentRemove', { id })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('everything else works', async () => {
    s3.fault = fault;
    const ticket = await customer.openTicket();
    expect(await customer.thread(ticket.id)).toHaveLength(1);
  });
});

describe('a storage that fails now and then', () => {
  it('is retried', async () => {
    s3.hiccups = 2;
    const { url } = await customer.upload(await png());
    s3.hiccups = 1;
    expect((await fetch(`${portal.url}${url}`)).status).toBe(200);
    await expectOnly(portal, ['screenshot.png']);
  });

  it('delays a thumbnail, but does not prevent it', { timeout: 30_000 }, async () => {
    const { id } = await customer.upload(await png());
    s3.fault = 'broken';
    await portal.settle();
    s3.fault = 'none';
    await portal.database.superuser.query('update graphile_worker._private_jobs set run_at = now()');
    await portal.settle();
    const { rows } = await portal.database.superuser.query(
      'select width, thumbnail_key from attachment where id = $1',
      [id],
    );
    expect(rows).toMatchObject([{ width: 64, thumbnail_key: expect.any(String) }]);
  });
});
