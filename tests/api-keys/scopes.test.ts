import 'reflect-metadata';
import { GraphQLObjectType, GraphQLSchema, GraphQLString, type GraphQLField } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { keyScopes, staffScopes, type KeyScope } from '#shared/key-scopes.ts';
import { declareKeyRules, keyRuleOf } from '../../server/access/key-rules.ts';
import { makeSchema } from '../../server/schema.ts';
import { sampleOperation } from '../isolation/sample-operation.ts';
import { Socket } from '../support/socket.ts';
import { usePortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';
import { createKey, inDays, refusalOf, type Program } from './keys.ts';

const portal = usePortal();
const schema = makeSchema();

const operations = [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!].flatMap((root) =>
  Object.values(root.getFields())
    // a file comes in a request of its own form; see below
    .filter(({ args }) => !args.some(({ type }) => String(type).startsWith('Upload')))
    .map((field) => ({ root: root.name, field })),
);

/** Nobody creates so many keys in a minute. */
const perAdmin = 9;
let made = 0;
let maker: Person;

async function keyOf(scopes: readonly KeyScope[]): Promise<Program> {
  if (made++ % perAdmin === 0) maker = await (await portal.world.tenant()).admin();
  return createKey(maker, scopes);
}

const allBut = new Map<KeyScope, Program>();
const only = new Map<KeyScope, Program>();
let everything: Program;

beforeAll(async () => {
  everything = await keyOf(keyScopes);
  for (const scope of keyScopes) {
    allBut.set(scope, await keyOf(keyScopes.filter((other) => other !== scope)));
    only.set(scope, await keyOf([scope]));
  }
}, 120_000);

/** What a program is told: the message of a refusal for want of a scope, or nothing of the kind. */
async function toldOf(program: Program, root: string, field: GraphQLField<unknown, unknown>): Promise<string> {
  const { query, variables } = sampleOperation(root, field, () => 'x');
  if (root !== 'Subscription') return (await refusalOf(program, query, variables)).message;
  const socket = await program.openSocket();
  const subscription = socket.subscribe(query, variables);
  await socket.roundTrip();
  const [message] = subscription.messages;
  socket.cut();
  return message ? (message.payload as { message: string }[])[0]!.message : '';
}

const isScopeMessage = (message: string) => /API key/.test(message);

describe('an operation', () => {
  it('is refused to a key that has every scope but the one it needs, and not to one that has only that', async () => {
    const leaks: string[] = [];
    for (const { root, field } of operations) {
      const rule = keyRuleOf(field)!;
      const name = `${root}.${field.name}`;
      if (rule === 'never') {
        const told = await toldOf(everything, root, field);
        if (told !== `API keys cannot use ${name}.`) leaks.push(`${name} with every scope: ${told}`);
      } else if (rule === 'any') {
        const told = await toldOf(only.get('tickets:read')!, root, field);
        if (isScopeMessage(told)) leaks.push(`${name}: ${told}`);
      } else {
        const without = await toldOf(allBut.get(rule)!, root, field);
        if (without !== `This API key needs ${rule} for ${name}.`) leaks.push(`${name} without ${rule}: ${without}`);
        const within = await toldOf(only.get(rule)!, root, field);
        if (isScopeMessage(within)) leaks.push(`${name} with ${rule}: ${within}`);
      }
    }
    expect(leaks).toEqual([]);
  }, 120_000);

  it('says in its description what keys need', () => {
    const wrong = operations.filter(({ field }) => {
      const rule = keyRuleOf(field)!;
      const sentence = { never: 'Not for API keys.', any: 'For every API key.' }[rule as string];
      return !field.description!.endsWith(sentence ?? `API keys need \`${rule}\`.`);
    });
    expect(wrong).toEqual([]);
  });

  it('without a rule keeps the portal from starting', () => {
    const query = new GraphQLObjectType({ name: 'Query', fields: { tickets: { type: GraphQLString } } });
    expect(() => declareKeyRules(new GraphQLSchema({ query }), () => false)).toThrow('Query.tickets');
  });

  it('is refused as a whole: nothing of it is done', async () => {
    const { errors, data } = await only
      .get('tickets:write')!
      .ask(
        'mutation { ticketClose(id: "x") { userErrors { code } } passwordChange(input: { currentPassword: "x", newPassword: "y" }) { userErrors { code } } }',
      );
    expect(data).toBeUndefined();
    expect(errors).toHaveLength(1);
  });
});

describe('what is read along with something', () => {
  let admin: Person;
  let ticketId: string;

  beforeAll(async () => {
    const tenant = await portal.world.tenant();
    admin = await tenant.admin();
    ticketId = (await (await tenant.customer()).openTicket()).id;
  });

  it('needs the scope of what it is, except for its id', async () => {
    const program = await createKey(admin, ['tickets:read']);
    const { tickets } = await program.get(
      '{ tickets { nodes { id title customer { id } messages { nodes { id } } } } }',
    );
    expect(tickets.nodes).toMatchObject([{ id: ticketId, customer: { id: expect.any(String) } }]);
    expect(await refusalOf(program, '{ tickets { nodes { customer { email } } } }')).toEqual({
      code: 'FORBIDDEN',
      message: 'This API key needs customers:read for Customer.email.',
    });
    const inFragment = '{ tickets { nodes { ...Thread } } } fragment Thread on Ticket { messages { nodes { body } } }';
    expect((await refusalOf(program, inFragment)).message).toBe('This API key needs messages:read for Message.body.');
  });

  it('needs it in the answer to a mutation as well: a key that only writes reads nothing', async () => {
    const program = await createKey(admin, ['messages:write']);
    const write = (answer: string) =>
      `mutation($ticketId: ID!) { messageAdd(ticketId: $ticketId, input: { body: "Paid." }) { message { ${answer} } } }`;
    expect(await refusalOf(program, write('body'), { ticketId })).toMatchObject({ code: 'FORBIDDEN' });
    const { messageAdd } = await program.get(write('id'), { ticketId });
    expect(messageAdd.message.id).toEqual(expect.any(String));
  });

  it('needs it in events as well', async () => {
    const program = await createKey(admin, ['events:read']);
    const socket = await program.openSocket();
    const refused = socket.subscribe('subscription { portalEvents { ... on MessageAdded { message { body } } } }');
    expect(await refused.refusal()).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const allowed = socket.subscribe(
      'subscription { portalEvents { __typename ... on MessageAdded { message { id } } } }',
    );
    await socket.roundTrip();
    await admin.write(ticketId, 'It is on its way.');
    expect(await allowed.next()).toMatchObject({ __typename: 'MessageAdded', message: { id: expect.any(String) } });
  });
});

describe('the scopes of a key', () => {
  it('say for whom it stands: an agent, and an admin where only those may do it', async () => {
    const tenant = await portal.world.tenant();
    const admin = await tenant.admin();
    const roleOf = async (scopes: readonly KeyScope[]) => {
      const { id } = await createKey(admin, scopes);
      const { rows } = await portal.database.superuser.query('select role from portal_user where id = $1', [id]);
      return rows[0].role;
    };
    expect(await roleOf(['tickets:read', 'customers:write'])).toBe('AGENT');
    expect(await roleOf(['tickets:read', 'audit:read'])).toBe('ADMIN');
  });

  it('are fewer where it stands for a customer', async () => {
    const tenant = await portal.world.tenant();
    const [admin, { customerId }] = [await tenant.admin(), await tenant.customer()];
    for (const scope of staffScopes) {
      const input = { name: 'Shop', scopes: ['tickets:read', scope], expiresAt: inDays(1), customerId };
      expect(await admin.refusal('apiKeyCreate', { input })).toMatchObject({ code: 'INVALID', field: 'input.scopes' });
    }
  });
});

it('a socket with a key in the header `Authorization` of its parameters is that of the key', async () => {
  const program = only.get('events:read')!;
  const socket = await Socket.open(program.url, { Authorization: `Bearer ${program.secret}` });
  const subscription = socket.subscribe('subscription { portalEvents { __typename } }');
  await socket.roundTrip();
  expect(subscription.messages).toEqual([]);
});
