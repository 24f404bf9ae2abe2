import { beforeEach, describe, expect, it } from 'vitest';
import { text } from '../support/files.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let admin: Person;
let customer: Person;

beforeEach(async () => {
  tenant = await portal.world.tenant();
  [admin, customer] = await Promise.all([tenant.admin(), tenant.customer()]);
});

const limitsOf = async (viewer: Person) =>
  (await viewer.get('{ attachmentLimits { maximumSize maximumCount contentTypes extensions } }')).attachmentLimits;
const knownTypes = async (): Promise<string[]> =>
  (await admin.get('{ attachmentLimits { knownTypes { contentType extensions } } }')).attachmentLimits.knownTypes.map(
    ({ contentType }: { contentType: string }) => contentType,
  );
const update = async (input: Record<string, unknown>) =>
  (await admin.done('attachmentLimitsUpdate', { input })).attachmentLimits;

describe('which files can be attached', () => {
  it('is changed by an admin, and holds for the next file of this tenant alone', async () => {
    const other = await (await portal.world.tenant()).customer();
    const before = await limitsOf(other);
    await customer.upload(text('notes.txt'));
    const changed = await update({ maximumSize: 1_000, maximumCount: 2, contentTypes: ['image/png'] });
    expect(changed).toEqual({ maximumSize: 1_000, maximumCount: 2, contentTypes: ['image/png'] });
    expect(await limitsOf(customer)).toEqual({ ...changed, extensions: ['png'] });
    const refused = await customer.sendFile(text('more.txt'));
    expect(refused.data.attachmentUpload.userErrors).toMatchObject([{ code: 'TYPE_NOT_ALLOWED' }]);
    expect(await limitsOf(other)).toEqual(before);
    await other.upload(text('more.txt'));
  });

  it('keeps what is left out of a change', async () => {
    const changed = await update({ maximumCount: 3 });
    expect(changed).toMatchObject({ maximumSize: 10 * 1024 * 1024, maximumCount: 3 });
    expect(await update({})).toEqual(changed);
    expect(await update({ maximumSize: null, contentTypes: null })).toEqual(changed);
  });

  it('is all that the portal knows where all of it is chosen, and nothing where nothing is', async () => {
    const all = await knownTypes();
    expect(all).not.toContain('text/html');
    expect(all).not.toContain('image/svg+xml');
    expect((await update({ contentTypes: [] })).contentTypes).toEqual([]);
    expect((await update({ contentTypes: all.toReversed() })).contentTypes).toEqual(all);
    const { rows } = await portal.database.superuser.query(
      'select content_types from attachment_settings where tenant_id = $1',
      [tenant.id],
    );
    expect(rows).toEqual([{ content_types: null }]);
  });

  it.each([
    ['maximumSize', 0],
    ['maximumSize', 100 * 1024 * 1024 + 1],
    ['maximumCount', -1],
    ['maximumCount', 11],
    ['contentTypes', ['text/html']],
    ['contentTypes', ['image/png', 'image/svg+xml']],
  ])('refuses %s %j, naming the field', async (field, value) => {
    const before = await limitsOf(admin);
    expect(await admin.refusal('attachmentLimitsUpdate', { input: { [field]: value } })).toMatchObject({
      code: 'INVALID',
      field: `input.${field}`,
    });
    expect(await limitsOf(admin)).toEqual(before);
  });

  it('cannot be changed by customers, agents or anyone who is not signed in', async () => {
    for (const person of [customer, await tenant.agent()])
      expect(await person.refusal('attachmentLimitsUpdate', { input: { maximumCount: 1 } })).toMatchObject({
        code: 'FORBIDDEN',
      });
    const { errors } = await portal.nobody.ask(
      'mutation { attachmentLimitsUpdate(input: { maximumCount: 1 }) { userErrors { code } } }',
    );
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('is in the audit log', async () => {
    await update({ maximumSize: 2_000, contentTypes: ['image/png'] });
    const { auditLog } = await admin.get(
      '{ auditLog(filter: { noun: [ATTACHMENT_LIMITS] }, first: 5) { nodes { event changes { field from to } } } }',
    );
    expect(auditLog.nodes).toEqual([
      {
        event: 'AttachmentLimitsChanged',
        changes: [
          { field: 'maximumSize', from: '10485760', to: '2000' },
          { field: 'contentTypes', from: null, to: null },
        ],
      },
    ]);
  });
});
