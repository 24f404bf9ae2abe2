import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { deleteUnclaimed, removeOrphans } from '../../server/attachments/sweep.ts';
import { makeThumbnail } from '../../server/attachments/thumbnail.ts';
import { expectOnly, png, storedKeys, text, useOwnTemporaryFolder } from '../support/files.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const day = 24 * 60 * 60 * 1_000;
const portal = usePortal();
let tenant: TestTenant;
let customer: Person;

useOwnTemporaryFolder();

beforeEach(async () => {
  await portal.database.superuser.query('truncate attachment');
  for (const key of await storedKeys(portal)) await portal.app.portal.storage.remove(key);
  tenant = await portal.world.tenant();
  customer = await tenant.customer();
});

const folder = () => join(portal.app.portal.config.dataDirectory, 'attachments');

const age = (name: string) =>
  portal.database.superuser.query(`update attachment set created_at = now() - interval '25 hours' where name = $1`, [
    name,
  ]);

describe('unclaimed files', () => {
  it('are deleted after a day with their thumbnails, claimed and newer ones are not', async () => {
    await customer.upload(await png('old.png'));
    const sent = await customer.upload(await png('sent.png'));
    await customer.upload(await png('young.png'));
    await customer.openTicket({ attachmentIds: [sent.id] });
    await portal.settle();
    await Promise.all([age('old.png'), age('sent.png')]);
    await deleteUnclaimed(portal.app.portal);
    await expectOnly(portal, ['sent.png', 'young.png']);
    expect(await storedKeys(portal)).toHaveLength(4);
  });

  it('are deleted once by two servers at once, while messages claim some of them', async () => {
    const second = await portal.secondServer();
    const { id: ticketId } = await customer.openTicket();
    const files = await Promise.all(Array.from({ length: 12 }, () => customer.upload(text())));
    await age('router.log');
    const [, , ...claims] = await Promise.all([
      deleteUnclaimed(portal.app.portal),
      deleteUnclaimed(second.app.portal),
      ...files.map(({ id }) =>
        customer.verb('messageAdd', { ticketId, input: { body: 'Sent at last.', attachmentIds: [id] } }),
      ),
    ]);
    const sent = claims.filter(({ userErrors }) => userErrors.length === 0);
    await expectOnly(
      portal,
      sent.map(() => 'router.log'),
    );
    const refusals = claims.flatMap(({ userErrors }) => userErrors.map(({ code }: { code: string }) => code));
    expect(new Set(refusals)).toEqual(new Set(refusals.length > 0 ? ['NOT_FOUND'] : []));
  });
});

describe('objects without a row', () => {
  const orphan = async (key: string, modified: Date) => {
    const open = () => Readable.from([Buffer.from('left')]);
    await portal.app.portal.storage.write(key, { open, size: 4, sha256: '', contentType: 'text/plain' });
    await utimes(join(folder(), key), modified, modified);
  };

  it('are deleted after a day, and nothing that has a row', async () => {
    const kept = await customer.upload(await png());
    await portal.settle();
    for (const key of await storedKeys(portal)) await utimes(join(folder(), key), new Date(0), new Date(0));
    await orphan(`${tenant.id}/${customer.id}`, new Date(Date.now() - day - 1_000));
    await orphan(`${customer.id}/${customer.id}.thumbnail`, new Date(Date.now() - day - 1_000));
    await orphan(`${tenant.id}/${tenant.id}`, new Date(Date.now() - day + 60_000));
    await removeOrphans(portal.app.portal);
    expect(await storedKeys(portal)).toEqual(
      [`${tenant.id}/${kept.id}`, `${tenant.id}/${kept.id}.thumbnail`, `${tenant.id}/${tenant.id}`].toSorted(),
    );
  });

  it('that a killed server has not finished are deleted, too', async () => {
    const incoming = join(folder(), 'incoming');
    await mkdir(incoming, { recursive: true });
    await writeFile(join(incoming, 'old'), 'half');
    await utimes(join(incoming, 'old'), new Date(0), new Date(0));
    await writeFile(join(incoming, 'young'), 'half');
    expect(await storedKeys(portal)).toEqual([]);
    await removeOrphans(portal.app.portal);
    expect(await readdir(incoming)).toEqual(['young']);
  });
});

describe('a thumbnail', () => {
  const rowOf = async (name: string) =>
    (await portal.database.superuser.query('select * from attachment where name = $1', [name])).rows[0];

  it('is a small WebP in the right orientation, without metadata of the camera', async () => {
    const photo = await sharp({ create: { width: 1200, height: 600, channels: 3, background: 'teal' } })
      .withExif({ IFD0: { Artist: 'somebody' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const { id } = await customer.upload({ name: 'photo.jpg', content: new Uint8Array(photo) });
    await portal.settle();
    const [[file]] = (await customer.files((await customer.openTicket({ attachmentIds: [id] })).id)) as any;
    expect([file.width, file.height]).toEqual([600, 1200]);
    const thumbnail = sharp(Buffer.from(await (await fetch(`${portal.url}${file.thumbnailUrl}`)).arrayBuffer()));
    expect(await thumbnail.metadata()).toMatchObject({ format: 'webp', width: 240, height: 480 });
    expect((await thumbnail.metadata()).exif).toBeUndefined();
  });

  it('of a small picture is no larger than the picture', async () => {
    await customer.upload(await png('small.png', { width: 20, height: 10 }));
    await portal.settle();
    expect(await rowOf('small.png')).toMatchObject({ width: 20, height: 10 });
  });

  it('is made once', async () => {
    const { id } = await customer.upload(await png());
    await portal.settle();
    const before = await rowOf('screenshot.png');
    await makeThumbnail(portal.app.portal, { tenantId: tenant.id, attachmentId: id });
    expect(await rowOf('screenshot.png')).toEqual(before);
  });

  it('is not made of broken or enormous pictures, which is no error', async () => {
    const { content } = await png('whole.png', { width: 200, height: 200 });
    await customer.upload({ name: 'broken.png', content: (content as Uint8Array).slice(0, 5_000) });
    const monster = new Uint8Array(content as Uint8Array);
    new DataView(monster.buffer).setUint32(16, 60_000);
    new DataView(monster.buffer).setUint32(20, 60_000);
    await customer.upload({ name: 'monster.png', content: monster });
    await portal.settle();
    for (const name of ['broken.png', 'monster.png']) {
      expect(await rowOf(name)).toMatchObject({ thumbnail_key: null, width: null });
    }
    const { rows } = await portal.database.superuser.query('select from graphile_worker.jobs');
    expect(rows).toEqual([]);
  });

  it('of a file that was removed in the meantime leaves nothing', async () => {
    const { id } = await customer.upload(await png());
    await Promise.all([
      makeThumbnail(portal.app.portal, { tenantId: tenant.id, attachmentId: id }),
      customer.done('attachmentRemove', { id }),
    ]);
    expect(await storedKeys(portal)).toEqual([]);
    await expectOnly(portal, []);
  });
});
