import { once } from 'node:events';
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { PortalClient } from '../../server/database/client.ts';
import { expectOnly, png, storedKeys, temporaryFiles, text, textOf, useOwnTemporaryFolder } from '../support/files.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import { startS3, type TestS3 } from '../support/s3.ts';
import type { Person, TestTenant } from '../support/world.ts';

useOwnTemporaryFolder();

describe.each(['a folder', 'a bucket of S3'])('an upload into %s', (place) => {
  let s3: TestS3 | null = null;
  let portal: TestPortal;
  let tenant: TestTenant;
  let customer: Person;

  beforeAll(async () => {
    s3 = place === 'a folder' ? null : await startS3();
    portal = await startPortal(s3?.environment);
  });

  beforeEach(async () => {
    tenant = await portal.world.tenant({ attachmentSettings: { maximumSize: 100_000 } });
    customer = await tenant.customer();
  });

  afterEach(() => portal.database.superuser.query('truncate attachment'));
  afterEach(async () => {
    for (const key of await storedKeys(portal)) await portal.app.portal.storage.remove(key);
  });

  afterAll(async () => {
    await portal.stop();
    await s3?.stop();
  });

  it('is stored with what its content says about it', async () => {
    const picture = await png();
    const attachment = await customer.upload(picture);
    expect(attachment).toMatchObject({
      name: 'screenshot.png',
      size: picture.content.length,
      contentType: 'image/png',
      isImage: true,
      width: null,
      thumbnailUrl: null,
    });
    await expectOnly(portal, ['screenshot.png']);
  });

  it('may have exactly as many bytes as the limit, and not one more', async () => {
    await customer.upload(textOf(100_000, 'exact.txt'));
    expect(await customer.uploadRefusal(textOf(100_001, 'more.txt'))).toEqual({
      code: 'TOO_LARGE',
      message: '"more.txt" is larger than 98 KB, the limit for one file.',
      field: 'file',
    });
    await expectOnly(portal, ['exact.txt']);
  });

  it('must not be empty', async () => {
    expect(await customer.uploadRefusal(text('nothing.txt', ''))).toEqual({
      code: 'EMPTY',
      message: '"nothing.txt" is empty.',
      field: 'file',
    });
    await expectOnly(portal, []);
  });

  it('must be what its name says', async () => {
    const refusals = await Promise.all([
      customer.uploadRefusal({ name: 'picture.jpg', content: 'No picture.' }),
      customer.uploadRefusal({ name: 'page.png', content: '<!doctype html><script>alert(1)</script>' }),
      customer.uploadRefusal({ name: 'bill.pdf', content: 'No PDF.' }),
    ]);
    expect(refusals.map(({ code, field }) => [code, field])).toEqual(refusals.map(() => ['TYPE_NOT_ALLOWED', 'file']));
    expect(refusals[0].message).toBe('The content of "picture.jpg" does not match its file extension.');
    await expectOnly(portal, []);
  });

  it('is rejected for a type that the tenant does not allow, however harmless', async () => {
    for (const name of ['page.html', 'picture.svg', 'setup.exe', 'invoice.pdf.exe', 'README', 'feed.xml']) {
      expect(await customer.uploadRefusal({ name, content: 'text' })).toMatchObject({ code: 'TYPE_NOT_ALLOWED' });
    }
    const strict = await portal.world.tenant({ attachmentSettings: { contentTypes: ['image/png'] } });
    const theirs = await strict.customer();
    expect(await theirs.uploadRefusal(text())).toEqual({
      code: 'TYPE_NOT_ALLOWED',
      message: '"router.log" has a file type that is not allowed. Allowed: png.',
      field: 'file',
    });
    await expectOnly(portal, []);
  });

  it('of text is accepted in any script, wherever its chunks are cut', async () => {
    const content = 'মডেমে কোনো আলো নেই। '.repeat(4_000).slice(0, 30_000);
    const { size } = await customer.upload({ name: 'বার্তা.txt', content });
    expect(size).toBe(Buffer.byteLength(content));
    await expectOnly(portal, ['বার্তা.txt']);
  });

  it('that is interrupted leaves nothing', async () => {
    const upload = openUpload(customer, 'cut.txt');
    upload.write('x'.repeat(50_000));
    await expect.poll(() => temporaryFiles()).toHaveLength(1);
    upload.destroy();
    await expect.poll(() => temporaryFiles()).toEqual([]);
    await expectOnly(portal, []);
  });

  it('that never ends is answered soon after the limit, and then cut off', async () => {
    const upload = openUpload(customer, 'endless.txt');
    const closed = new Promise((resolve) => upload.on('close', resolve));
    const answer = once(upload, 'response').then<any>(([response]) => json(response));
    let sent = 0;
    const piece = 'x'.repeat(10_000);
    const send = () => {
      while (!upload.destroyed) {
        sent += piece.length;
        if (!upload.write(piece)) {
          upload.once('drain', send);
          return;
        }
      }
    };
    send();
    expect((await answer).data.attachmentUpload.userErrors).toMatchObject([{ code: 'TOO_LARGE' }]);
    await closed;
    expect(sent).toBeLessThan(20_000_000);
    await expectOnly(portal, []);
  });

  it('of somebody with too many unclaimed files is rejected', async () => {
    const { rows } = await portal.database.superuser.query('select id from portal_user where id = $1', [customer.id]);
    expect(rows).toHaveLength(1);
    await portal.database.superuser.query(
      `insert into attachment (id, tenant_id, uploader_id, customer_id, name, content_type, size, sha256, storage_key, created_at)
       select gen_random_uuid(), $1, $2, $3, 'waiting.txt', 'text/plain', 1, '', gen_random_uuid(), now() from generate_series(1, 200)`,
      [tenant.id, customer.id, customer.customerId],
    );
    expect(await customer.uploadRefusal(text())).toMatchObject({ code: 'TOO_MANY', field: 'file' });
    expect(await storedKeys(portal)).toEqual([]);
  });

  it('can be removed until a message claims it', async () => {
    const [taken, kept] = [await customer.upload(text('taken.txt')), await customer.upload(text('kept.txt'))];
    await customer.openTicket({ attachmentIds: [kept.id] });
    await customer.done('attachmentRemove', { id: taken.id });
    for (const { id } of [taken, kept]) {
      expect(await customer.refusal('attachmentRemove', { id })).toEqual({
        code: 'NOT_FOUND',
        message: 'Attachment not found.',
        field: 'id',
      });
    }
    await expectOnly(portal, ['kept.txt']);
  });

  it('is for signed-in users', async () => {
    expect((await portal.nobody.sendFile(text())).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect((await portal.nobody.ask('{ attachmentLimits { maximumSize } }')).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
    await expectOnly(portal, []);
  });

  it('is received and inspected under limits that are read once', async () => {
    const query = vi.spyOn(PortalClient.prototype, 'query');
    await customer.upload(text());
    const statements = query.mock.calls.map(([statement]) => (typeof statement === 'string' ? statement : ''));
    query.mockRestore();
    expect(statements.filter((statement) => statement.includes('attachment_settings'))).toHaveLength(1);
  });

  it('has limits that can be read beforehand', async () => {
    const { attachmentLimits } = await customer.get(
      '{ attachmentLimits { maximumSize maximumCount contentTypes extensions } }',
    );
    expect(attachmentLimits).toMatchObject({ maximumSize: 100_000, maximumCount: 10 });
    expect(attachmentLimits.contentTypes).toEqual(
      expect.arrayContaining(['image/png', 'application/pdf', 'text/plain']),
    );
    expect(attachmentLimits.extensions).toEqual(expect.arrayContaining(['png', 'jpeg', 'pdf', 'txt', 'log']));
    expect(attachmentLimits.contentTypes).not.toContain('image/svg+xml');
  });
});

/** A multipart request whose file is sent by hand. */
function openUpload(who: Person, name: string) {
  const upload = request(`${who.url}/graphql`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${who.accessToken}`,
      'apollo-require-preflight': 'true',
      'content-type': 'multipart/form-data; boundary=cut',
    },
  });
  upload.on('error', () => {});
  const query = 'mutation($file: Upload!) { attachmentUpload(file: $file) { userErrors { code } } }';
  const part = (field: string, value: unknown) =>
    `--cut\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${JSON.stringify(value)}\r\n`;
  upload.write(part('operations', { query, variables: { file: null } }));
  upload.write(part('map', { file: ['variables.file'] }));
  upload.write(`--cut\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`);
  return upload;
}
