import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import type { Attack } from './attack.ts';
import type { Attacker, Role } from './attacker.ts';

const repeat = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');

const messageAdd = `mutation($ticketId: ID!, $input: MessageAddInput!) {
  messageAdd(ticketId: $ticketId, input: $input) { message { id } userErrors { code } }
}`;
const ticketCreate = `mutation($input: TicketCreateInput!) { ticketCreate(input: $input) { ticket { id } userErrors { code } } }`;
const customerInvite = `mutation($input: CustomerInviteInput!) { customerInvite(input: $input) { customer { id } userErrors { code } } }`;
const articleSave = `mutation($input: ArticleSaveInput!) { articleSave(input: $input) { article { id } userErrors { code } } }`;
const attachmentUpload = `mutation($file: Upload!) { attachmentUpload(file: $file) { attachment { id } userErrors { code } } }`;
const portalEvents =
  'subscription { portalEvents { cursor ... on MessageAdded { message { id body author { name } ticket { id title } } } } }';

const openTicket = (attacker: Attacker) =>
  attacker.ask(
    ticketCreate,
    { input: { title: randomUUID(), description: 'Again.', categoryId: attacker.target.categoryId } },
    { as: 'CUSTOMER' },
  );

const addMessage = (attacker: Attacker, as: Role, body: string = randomUUID(), key: string = randomUUID()) =>
  attacker.ask(messageAdd, { ticketId: attacker.target.ticketId, input: { body, idempotencyKey: key } }, { as });

/** Sockets with subscriptions each, and a message now and then; `reads` is what is done with a socket once it is open. */
async function listen(attacker: Attacker, sockets: number, subscriptions: number, reads: boolean): Promise<void> {
  await Promise.all(
    Array.from({ length: sockets }, async () => {
      const socket = await attacker.subscriber('CUSTOMER');
      if (!socket) return;
      for (let id = 0; id < subscriptions; id++)
        socket.send(JSON.stringify({ id: `${id}`, type: 'subscribe', payload: { query: portalEvents } }));
      if (!reads) socket.pause();
    }),
  );
  await attacker.crowd(1, async () => {
    await addMessage(attacker, 'CUSTOMER', 'x'.repeat(20_000));
    await sleep(200);
  });
}

/** A multipart request with one file. */
function upload(attacker: Attacker, name: string, content: Buffer) {
  const boundary = randomUUID();
  const field = (key: string, value: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`;
  const body = Buffer.concat([
    Buffer.from(
      field('operations', JSON.stringify({ query: attachmentUpload, variables: { file: null } })) +
        field('map', '{"0":["variables.file"]}') +
        `--${boundary}\r\ncontent-disposition: form-data; name="0"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`,
    ),
    content,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return attacker.send('/graphql', body, 'CUSTOMER', {
    'content-type': `multipart/form-data; boundary=${boundary}`,
    'apollo-require-preflight': 'true',
  });
}

/** Attacks of those who are signed in. */
export const users: Attack[] = [
  {
    who: 'customer',
    what: 'text searches, thirty in a request',
    isKnown: true,
    run: (attacker) =>
      attacker.crowd(24, () =>
        attacker.ask(
          `{ ${repeat(30, (i) => `a${i}: tickets(filter: { search: "o${i}" }) { totalCount }`)} }`,
          {},
          { as: 'CUSTOMER' },
        ),
      ),
  },
  {
    who: 'customer',
    what: 'text searches, as many as are allowed',
    run: (attacker) =>
      attacker.crowd(24, (index, time) =>
        attacker.ask(
          `{ tickets(filter: { search: "o${index} ${time}" }) { totalCount nodes { title } } }`,
          {},
          { as: 'CUSTOMER' },
        ),
      ),
  },
  {
    who: 'customer',
    what: 'text searches that are hung up',
    run: (attacker) =>
      attacker.crowd(24, async (index, time) => {
        const query = `{ tickets(filter: { search: "o${index} ${time}" }) { totalCount nodes { title } } }`;
        const hangUp = AbortSignal.timeout(20);
        await attacker
          .begin(
            { path: '/graphql', method: 'POST', headers: attacker.headers('CUSTOMER'), signal: hangUp },
            JSON.stringify({ query }),
          )
          .then(
            (response) => response.destroy(),
            () => {},
          );
        attacker.tally.note('hung up');
      }),
  },
  {
    who: 'customer',
    what: 'ten aliases of message bodies',
    isKnown: true,
    run: (attacker) =>
      attacker.crowd(10, () =>
        attacker.ask(
          `{ ${repeat(10, (i) => `a${i}: tickets(first: 100) { nodes { messages(first: 100) { nodes { body } } } }`)} }`,
          {},
          { as: 'CUSTOMER' },
        ),
      ),
  },
  {
    who: 'customer',
    what: 'twenty-five pages of messages, 346 characters',
    isKnown: true,
    run: (attacker) =>
      attacker.crowd(10, () =>
        attacker.ask(
          `query($id: ID!) { ticket(id: $id) { ${repeat(20, (i) => `a${i}: messages(first: 100) { nodes { body } }`)} } }`,
          { id: attacker.target.ticketId },
          { as: 'CUSTOMER' },
        ),
      ),
  },
  {
    who: 'customer',
    what: 'the largest answers that are allowed',
    run: (attacker) =>
      attacker.crowd(10, () =>
        attacker.ask(
          '{ tickets(first: 20) { nodes { id messages(first: 60) { nodes { id body } } } } }',
          {},
          { as: 'CUSTOMER' },
        ),
      ),
  },
  {
    who: 'customer',
    what: 'answers that are not read',
    run: async (attacker) => {
      const query = '{ tickets(first: 20) { nodes { id messages(first: 60) { nodes { id body } } } } }';
      await Promise.all(
        Array.from({ length: 100 }, async () => {
          const response = await attacker
            .begin(
              { path: '/graphql', method: 'POST', headers: attacker.headers('CUSTOMER') },
              JSON.stringify({ query }),
            )
            .catch(() => null);
          attacker.tally.note(`${response?.statusCode ?? 'closed'} not read`);
        }),
      );
      await attacker.untilEnd();
    },
  },
  {
    who: 'customer',
    what: 'sixty sockets of twenty subscriptions',
    isKnown: true,
    run: (attacker) => listen(attacker, 60, 20, true),
  },
  {
    who: 'customer',
    what: 'sixty sockets that do not read',
    run: (attacker) => listen(attacker, 60, 20, false),
  },
  {
    who: 'customer',
    what: 'subscriptions from the first event, ended and begun again',
    run: (attacker) =>
      attacker.crowd(10, async () => {
        const socket = await attacker.subscriber('CUSTOMER');
        if (!socket) return sleep(10);
        for (let id = 0; id < 200; id++) {
          socket.send(
            JSON.stringify({
              id: `${id}`,
              type: 'subscribe',
              payload: { query: 'subscription { portalEvents(after: "1") { cursor } }' },
            }),
          );
          socket.send(JSON.stringify({ id: `${id}`, type: 'complete' }));
        }
        await sleep(200);
        return socket.terminate();
      }),
  },
  {
    who: 'customer',
    what: '1,500 connections that write to one ticket',
    isKnown: true,
    run: (attacker) => attacker.crowd(1_500, () => addMessage(attacker, 'CUSTOMER')),
  },
  {
    who: 'customer',
    what: 'the same message on 200 connections',
    run: (attacker) => attacker.crowd(200, (_, time) => addMessage(attacker, 'CUSTOMER', 'The same', `key-${time}`)),
  },
  {
    who: 'customer',
    what: '300 connections that ask cheap questions',
    run: (attacker) => attacker.crowd(300, () => attacker.ask('{ viewer { id name } }', {}, { as: 'CUSTOMER' })),
  },
  {
    who: 'customer',
    what: 'tickets and messages without end',
    isKnown: true,
    run: (attacker) =>
      attacker.crowd(10, async () => {
        await openTicket(attacker);
        await addMessage(attacker, 'CUSTOMER');
      }),
  },
  {
    who: 'customer',
    what: 'many mutations in a request',
    run: (attacker) =>
      attacker.crowd(20, () =>
        attacker.ask(
          `mutation { ${repeat(30, (i) => `a${i}: ticketCreate(input: { title: "t", description: "d", categoryId: "${attacker.target.categoryId}" }) { ticket { id } userErrors { code } }`)} }`,
          {},
          { as: 'CUSTOMER' },
        ),
      ),
  },
  {
    who: 'customer',
    what: 'texts that are hard to parse',
    run: (attacker) =>
      attacker.crowd(10, (_, time) =>
        addMessage(attacker, 'CUSTOMER', ['[', '>', '*a_', '`', '<a ', 'http://a', '((', '_'][time % 8]!.repeat(2_500)),
      ),
  },
  {
    who: 'customer',
    what: 'files of the largest size',
    run: (attacker) => {
      const content = Buffer.alloc(9 * 1024 * 1024, 'plain text ');
      return attacker.crowd(10, () => upload(attacker, 'large.txt', content));
    },
  },
  {
    who: 'customer',
    what: 'pictures of a hundred million points',
    run: async (attacker) => {
      const picture = await sharp({ create: { width: 16_000, height: 16_000, channels: 3, background: 'red' } })
        .png({ compressionLevel: 9 })
        .toBuffer();
      await attacker.crowd(10, () => upload(attacker, 'large.png', picture));
    },
  },
  {
    who: 'customer',
    what: 'wrong passwords for a change of password',
    run: (attacker) =>
      attacker.crowd(20, () =>
        attacker.ask(
          'mutation($input: PasswordChangeInput!) { passwordChange(input: $input) { userErrors { code } } }',
          { input: { currentPassword: randomUUID(), newPassword: randomUUID() } },
          { as: 'CUSTOMER' },
        ),
      ),
  },
  {
    who: 'agent',
    what: 'articles of 8,000 different words',
    isKnown: true,
    run: (attacker) =>
      attacker.crowd(25, () => {
        const words = Array.from({ length: 5_500 }, () => Math.random().toString(36).slice(2, 9)).join(' ');
        return attacker.ask(
          articleSave,
          { input: { title: randomUUID(), body: words, language: 'en', idempotencyKey: randomUUID() } },
          { as: 'AGENT' },
        );
      }),
  },
  {
    who: 'agent',
    what: 'articles that are hard to render',
    run: (attacker) =>
      attacker.crowd(10, (_, time) =>
        attacker.ask(
          articleSave,
          {
            input: {
              title: randomUUID(),
              body: ['[', '> ', '*a_', '`', '|a', '![', '* * '][time % 7]!.repeat(12_000),
              language: 'en',
              idempotencyKey: randomUUID(),
            },
          },
          { as: 'AGENT' },
        ),
      ),
  },
  {
    who: 'agent',
    what: 'invitations without end',
    isKnown: true,
    run: (attacker) =>
      attacker.crowd(10, () =>
        attacker.ask(
          customerInvite,
          { input: { name: 'Somebody', email: `${randomUUID()}@customers.example` } },
          { as: 'AGENT' },
        ),
      ),
  },
  {
    who: 'agent',
    what: 'searches of articles and customers',
    run: (attacker) =>
      attacker.crowd(20, () =>
        attacker.ask(
          `{ articles(search: "${randomUUID()} internet") { totalCount } customers(search: "a") { totalCount } }`,
          {},
          { as: 'AGENT' },
        ),
      ),
  },
  {
    who: 'tenant',
    what: '64 writers',
    isKnown: true,
    run: (attacker) =>
      attacker.crowd(64, (index) => addMessage(attacker, (['CUSTOMER', 'AGENT', 'ADMIN'] as const)[index % 3]!)),
  },
];
