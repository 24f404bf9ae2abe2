import { describe, expect, it } from 'vitest';
import { deleteUnclaimed } from '../../server/attachments/sweep.ts';
import { ApiClient } from '../support/api.ts';
import { png, storedKeys, text } from '../support/files.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const megabyte = 1024 * 1024;
const portal = usePortal({ ATTACHMENT_STORAGE: '1' });

interface People {
  tenant: TestTenant;
  admin: Person;
  customer: Person;
}

async function people(): Promise<People> {
  const tenant = await portal.world.tenant({ attachmentSettings: { maximumSize: 2 * megabyte } });
  const [admin, customer] = await Promise.all([tenant.admin(), tenant.customer()]);
  return { tenant, admin, customer };
}

const file = (bytes: number) => text('router.log', 'x'.repeat(bytes));

const storageOf = async (who: ApiClient) =>
  (await who.get('{ attachmentLimits { storage { used maximum chosenMaximum operatorMaximum isNearlyFull } } }'))
    .attachmentLimits.storage;

const usedBy = async (who: ApiClient): Promise<number> => (await storageOf(who)).used;

const allow = (admin: Person, storageMaximum: number | null) =>
  admin.done('attachmentLimitsUpdate', { input: { storageMaximum } });

const refusalOf = async (who: ApiClient, bytes: number) =>
  (await who.sendFile(file(bytes))).data.attachmentUpload.userErrors[0];

describe('what the attachments of a tenant take', () => {
  it('is counted with originals and thumbnails, for this tenant alone, and given back with each file', async () => {
    const [{ tenant, admin, customer }, others] = [await people(), await people()];
    const { id } = await customer.upload(file(1_000));
    expect(await usedBy(admin)).toBe(1_000);
    await admin.upload(await png());
    await portal.settle();
    const { rows } = await portal.database.superuser.query(
      'select sum(size)::int as files, sum(thumbnail_size)::int as thumbnails from attachment where tenant_id = $1',
      [tenant.id],
    );
    expect(rows[0].thumbnails).toBeGreaterThan(0);
    expect(await usedBy(admin)).toBe(rows[0].files + rows[0].thumbnails);
    await customer.done('attachmentRemove', { id });
    expect(await usedBy(admin)).toBe(rows[0].files + rows[0].thumbnails - 1_000);
    expect(await usedBy(others.admin)).toBe(0);
  });

  it('stays when a message claims the files, and is given back when they are swept or go with their ticket', async () => {
    const { admin, customer } = await people();
    const sent = await customer.upload(file(300));
    await customer.upload(file(500));
    await customer.openTicket({ attachmentIds: [sent.id] });
    expect(await usedBy(admin)).toBe(800);
    await portal.database.superuser.query(`update attachment set created_at = now() - interval '25 hours'`);
    await deleteUnclaimed(portal.app.portal);
    expect(await usedBy(admin)).toBe(300);
    await portal.database.superuser.query('delete from attachment where id = $1', [sent.id]);
    expect(await usedBy(admin)).toBe(0);
  });

  it('is what staff see, with a warning from 90 % on', async () => {
    const { tenant, admin, customer } = await people();
    await allow(admin, 1_000);
    await customer.upload(file(899));
    const agent = await tenant.agent();
    expect(await storageOf(agent)).toEqual({
      used: 899,
      maximum: 1_000,
      chosenMaximum: 1_000,
      operatorMaximum: megabyte,
      isNearlyFull: false,
    });
    await customer.upload(file(1));
    expect(await storageOf(agent)).toMatchObject({ used: 900, isNearlyFull: true });
    expect(await storageOf(customer)).toBeNull();
  });
});

describe('a file for which there is no room', () => {
  it('is refused, saying how much there is and what to do, and its bytes are not stored', async () => {
    const { tenant, admin, customer } = await people();
    await allow(admin, 2_048);
    await customer.upload(file(2_000));
    expect(await refusalOf(customer, 49)).toEqual({
      code: 'STORAGE_FULL',
      field: 'file',
      message:
        '"router.log" cannot be added: all attachments together may take 2 KB, and there is no room left for it. ' +
        'Send it without this file, or ask an administrator of the portal to make room.',
    });
    const keys = await storedKeys(portal);
    expect(keys.filter((key) => key.startsWith(tenant.id))).toHaveLength(1);
    await customer.upload(file(48));
    await customer.openTicket();
  });

  it('fits once there is room again', async () => {
    const { admin, customer } = await people();
    await allow(admin, 1_000);
    const { id } = await customer.upload(file(1_000));
    expect(await refusalOf(customer, 1)).toMatchObject({ code: 'STORAGE_FULL' });
    await customer.done('attachmentRemove', { id });
    await customer.upload(file(1));
    await allow(admin, null);
    await customer.upload(file(1_000));
  });

  it('is one too many for the operator, whatever admins chose', async () => {
    const { admin, customer } = await people();
    await allow(admin, 5 * megabyte);
    expect(await storageOf(admin)).toMatchObject({ maximum: megabyte, chosenMaximum: 5 * megabyte });
    expect(await refusalOf(customer, megabyte + 1)).toMatchObject({ code: 'STORAGE_FULL' });
  });

  it('is one of many that come at once on two servers: no more than fit are taken', async () => {
    const { tenant, admin, customer } = await people();
    await allow(admin, 3_500);
    const second = await portal.secondServer();
    const elsewhere = new ApiClient(second.url, customer.accessToken);
    const sent = await Promise.all(
      Array.from({ length: 10 }, (_, index) => (index % 2 ? customer : elsewhere).sendFile(file(1_000))),
    );
    const answers = sent.map(({ data }) => data.attachmentUpload.userErrors[0]?.code ?? 'STORED');
    expect(answers.filter((answer) => answer === 'STORED')).toHaveLength(3);
    expect(answers.filter((answer) => answer === 'STORAGE_FULL')).toHaveLength(7);
    expect(await usedBy(admin)).toBe(3_000);
    const ofTenant = async () => (await storedKeys(portal)).filter((key) => key.startsWith(tenant.id)).length;
    await expect.poll(ofTenant).toBe(3);
  });
});

describe('the maximum', () => {
  it.each([0, -1, 1.5, 1024 ** 5 + 1])('is not %d', async (storageMaximum) => {
    const { admin } = await people();
    expect(await admin.refusal('attachmentLimitsUpdate', { input: { storageMaximum } })).toMatchObject({
      code: 'INVALID',
      field: 'input.storageMaximum',
    });
  });

  it('stays when it is left out of a change, goes when it is changed to null, and is in the audit log', async () => {
    const { admin } = await people();
    await allow(admin, 3 * 1024 ** 3);
    await admin.done('attachmentLimitsUpdate', { input: { maximumCount: 9 } });
    expect(await storageOf(admin)).toMatchObject({ chosenMaximum: 3 * 1024 ** 3 });
    await allow(admin, null);
    expect(await storageOf(admin)).toMatchObject({ chosenMaximum: null, maximum: megabyte });
    const { auditLog } = await admin.get(
      '{ auditLog(filter: { noun: [ATTACHMENT_LIMITS] }, first: 1) { nodes { changes { field from to } } } }',
    );
    expect(auditLog.nodes[0].changes).toEqual([{ field: 'storageMaximum', from: '3221225472', to: null }]);
  });
});
