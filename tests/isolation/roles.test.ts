import 'reflect-metadata';
import type { GraphQLField } from 'graphql';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { makeSchema } from '../../server/schema.ts';
import { Device } from '../passkeys/device.ts';
import { createKey } from '../api-keys/keys.ts';
import { ApiClient } from '../support/api.ts';
import { text } from '../support/files.ts';
import { usePortal } from '../support/portal.ts';
import { archivedCategoryOf, idOperations, type Things } from './id-operations.ts';
import { sampleOperation } from './sample-operation.ts';

const portal = usePortal();
const schema = makeSchema();

const roles = ['nobody', 'customer', 'agent', 'admin'] as const;
type Role = (typeof roles)[number];
type Field = GraphQLField<unknown, unknown>;

/** A tenant in which everybody sees the things, made anew for each mutation: some end the access of who calls the next one. */
async function makeWorld(): Promise<{ callers: Record<Role, ApiClient>; things: Partial<Things> }> {
  const tenant = await portal.world.alwaysOpen();
  const [customer, agent, admin, colleague] = await Promise.all([
    tenant.customer(),
    tenant.agent(),
    tenant.admin(),
    tenant.agent(),
  ]);
  const ticket = await customer.openTicket();
  const [attachment, callRequest, article, { note }] = [
    await customer.upload(text()),
    await customer.requestCall({ ticketId: ticket.id }),
    await agent.publishArticle(),
    await agent.done('customerNoteAdd', { customerId: customer.customerId!, input: { body: 'Has a dog.' } }),
  ];
  const ticketField = await admin.addField('Device');
  const category = await archivedCategoryOf(ticket.id, admin);
  const team = await admin.createTeam('Billing', agent);
  const { passkey } = await new Device(portal.url, 'portal.test').register(customer);
  const apiKey = await createKey(admin, ['tickets:read']);
  const { sessions } = await customer.get('{ sessions { nodes { id } } }');
  return {
    callers: { nobody: portal.nobody, customer, agent, admin },
    things: {
      ticket: ticket.id,
      agent: colleague.id,
      customer: customer.customerId!,
      note: note.id,
      category: category.id,
      attachment: attachment.id,
      session: sessions.nodes[0].id,
      passkey: passkey!.id,
      draft: article.id,
      draftSlug: article.slug,
      callRequest: callRequest.id,
      ticketField: ticketField.id,
      team: team.id,
      apiKey: apiKey.id,
    },
  };
}

/** What a role is told: refused for want of a sign-in or of the role, or not. */
async function outcomeOf(who: ApiClient, root: string, field: Field, things: Partial<Things>): Promise<string> {
  const idAt = (path: string) => things[idOperations[`${root}.${field.name}(${path})`]!.thing] ?? 'x';
  const { query, variables } = sampleOperation(root, field, idAt);
  const { data, errors } = await who.ask(query, variables);
  const codes = [
    ...(errors ?? []).map(({ extensions }) => extensions.code),
    ...(data?.[field.name]?.userErrors ?? []).map(({ code }: { code: string }) => code),
  ];
  const refusal = codes.find((code) => code === 'UNAUTHENTICATED' || code === 'FORBIDDEN');
  return refusal ? '–' : 'yes';
}

/** A role that the description of a field leaves out. */
function isLeftOut(role: Role, description: string): boolean {
  if (role === 'customer') return /(Staff|Admins) only \(FORBIDDEN\)/.test(description);
  if (role === 'agent') return /(Customers|Admins) only \(FORBIDDEN\)/.test(description);
  return role === 'admin' && description.includes('Customers only (FORBIDDEN)');
}

it(
  'what each role may do is what the descriptions say, and what docs/roles.md shows',
  { timeout: 240_000 },
  async () => {
    const lines: string[] = [];
    const wrong: string[] = [];
    for (const type of [schema.getQueryType()!, schema.getMutationType()!]) {
      lines.push(
        `## ${type.name}`,
        '',
        `| field | ${roles.join(' | ')} |`,
        `| --- | ${roles.map(() => '---').join(' | ')} |`,
      );
      let world = await makeWorld();
      for (const field of Object.values(type.getFields())) {
        // a file comes in a request of its own form; see tests/attachments
        if (field.args.some((arg) => String(arg.type).startsWith('Upload'))) continue;
        if (type.name === 'Mutation') world = await makeWorld();
        const outcomes: string[] = [];
        for (const role of roles) {
          const outcome = await outcomeOf(world.callers[role], type.name, field, world.things);
          outcomes.push(outcome);
          const isRefused = outcome === '–';
          if (role !== 'nobody' && isRefused !== isLeftOut(role, field.description ?? ''))
            wrong.push(`${type.name}.${field.name} as ${role}: ${outcome}`);
        }
        lines.push(`| \`${field.name}\` | ${outcomes.join(' | ')} |`);
      }
      lines.push('');
    }
    const head = [
      '# What each role may do',
      '',
      'Made by `tests/isolation/roles.test.ts`, which calls each operation as each role with things that the role can see. “yes” means',
      'that it is not refused for want of a sign-in (`UNAUTHENTICATED`) or of the role (`FORBIDDEN`); which things a role sees is',
      'the matter of its [scope](adr/0011-scope-declared-once.md). Nobody is somebody who is not signed in: what they may ask answers with null,',
      'or is what signing in takes.',
      '',
    ];
    const path = 'docs/roles.md';
    const options = { ...(await resolveConfig(path)), filepath: path };
    expect(wrong).toEqual([]);
    await expect(await format([...head, ...lines].join('\n'), options)).toMatchFileSnapshot(`../../${path}`);
  },
);
