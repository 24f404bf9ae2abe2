import { beforeEach, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let admin: Person;

beforeEach(async () => {
  tenant = await portal.world.tenant();
  admin = await tenant.admin();
});

const settings = async (who = admin) => (await who.get('{ signUpSettings { mode domains } }')).signUpSettings;
const choose = (input: Record<string, unknown>) => admin.verb('signUpSettingsUpdate', { input });

it('customers are invited unless admins say otherwise', async () => {
  expect(await settings()).toEqual({ mode: 'INVITATION', domains: [] });
});

it('domains are stored in their one form, each once, and stay while they do not count', async () => {
  const domains = ['xn--bcher-kva.example', 'Example.COM', '@example.com', ' bücher.example ', 'ａ.test.example'];
  const stored = ['a.test.example', 'bücher.example', 'example.com'];
  expect(await choose({ mode: 'DOMAINS', domains })).toMatchObject({
    signUpSettings: { mode: 'DOMAINS', domains: stored },
  });
  await choose({ mode: 'OPEN' });
  expect(await settings()).toEqual({ mode: 'OPEN', domains: stored });
});

it('a list that would let nobody or too many in is refused, and what is no domain by its position', async () => {
  expect((await choose({ mode: 'DOMAINS' })).userErrors).toMatchObject([{ code: 'REQUIRED', field: 'input.domains' }]);
  const many = Array.from({ length: 51 }, (_, index) => `domain-${index}.test`);
  expect((await choose({ domains: many })).userErrors).toMatchObject([{ code: 'TOO_MANY', field: 'input.domains' }]);
  const none = ['https://example.com', '*.example.com', 'example.com', 'com', 'a@example.com', 'example.com.', ''];
  expect((await choose({ domains: none })).userErrors).toEqual(
    [0, 1, 3, 4, 5, 6].map((index) => ({
      code: 'INVALID',
      field: `input.domains.${index}`,
      message: 'domains must be domains of email addresses, such as example.com.',
    })),
  );
  expect(await settings()).toEqual({ mode: 'INVITATION', domains: [] });
});

it('only admins see and change them; a change is recorded without the domains, which name customers', async () => {
  for (const who of [await tenant.agent(), await tenant.customer(), portal.nobody as Person])
    expect(await settings(who)).toBeNull();
  const agent = await tenant.agent();
  expect(await agent.refusal('signUpSettingsUpdate', { input: { mode: 'OPEN' } })).toMatchObject({ code: 'FORBIDDEN' });
  const events = await agent.listenFromNow();
  await choose({ mode: 'DOMAINS', domains: ['example.com'] });
  expect(await events.next()).toMatchObject({ __typename: 'SignUpSettingsChanged' });
  const { auditLog } = await admin.get(
    '{ auditLog(first: 1, filter: { noun: [SIGN_UP] }) { nodes { event actor { id } changes { field from to } } } }',
  );
  expect(auditLog.nodes).toEqual([
    {
      event: 'SignUpSettingsChanged',
      actor: { id: admin.id },
      changes: [
        { field: 'mode', from: 'INVITATION', to: 'DOMAINS' },
        { field: 'domains', from: null, to: null },
      ],
    },
  ]);
});
