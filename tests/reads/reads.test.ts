import { readFileSync } from 'node:fs';
import { execute, parse } from 'graphql';
import { describe, expect, it, vi } from 'vitest';
import { UserRole, type Viewer } from '../../server/access/viewer.ts';
import { AttachmentRow } from '../../server/attachments/attachment.entity.ts';
import { RequestContext } from '../../server/context.ts';
import { Message } from '../../server/messages/message.contract.ts';
import { MessageRow } from '../../server/messages/message.entity.ts';
import { messageReads } from '../../server/messages/message.reads.ts';
import { columnsOf } from '../../server/reads/columns.ts';
import { belongsTo, boundedList, computed, expression } from '../../server/reads/fields.ts';
import type { Portal } from '../../server/portal.ts';
import { ascending } from '../../server/reads/order.ts';
import { ReadTransaction } from '../../server/reads/read-transaction.ts';
import { reads, type AnyReads } from '../../server/reads/reads.ts';
import { connectReads } from '../../server/reads/schema.ts';
import { allReads } from '../../server/reads.ts';
import { makeSchema } from '../../server/schema.ts';
import { startPortal } from '../support/portal.ts';

const id = '01900000-0000-7000-8000-000000000000';
const agent: Viewer = { tenantId: id, userId: id, role: UserRole.AGENT, customerId: null, sessionId: id };

/** The statements a query is answered by, where there are no rows. */
async function statementsOf(query: string): Promise<string[]> {
  const statements: string[] = [];
  vi.spyOn(ReadTransaction.prototype, 'read').mockImplementation(async ({ text, shape }) => {
    statements.push(text);
    return shape({ rows: [], counts: { totalCount: 0 } });
  });
  const contextValue = new RequestContext({} as Portal, agent);
  const { errors } = await execute({ schema: makeSchema(), document: parse(query), contextValue });
  vi.restoreAllMocks();
  expect(errors).toBeUndefined();
  return statements;
}

describe('reads (docs/adr/0001-reads-are-projections.md)', () => {
  it('answer the query of the record with its one statement', async () => {
    const record = readFileSync(new URL('../../docs/adr/0001-reads-are-projections.md', import.meta.url), 'utf8');
    const block = (language: string) => record.split(`\`\`\`${language}\n`)[1]!.split('\n```')[0]!;
    const withoutSpaces = (text: string) => text.replace(/\s/g, '');
    const statements = await statementsOf(block('graphql'));
    expect(statements.map(withoutSpaces)).toEqual([withoutSpaces(block('sql'))]);
  });

  it('name tables and columns as the ORM does', async () => {
    const { app, stop } = await startPortal();
    for (const { entity, table } of allReads) {
      const { tableName, properties } = app.portal.orm.getMetadata().get(entity);
      expect(table.name).toBe(tableName);
      const columns = Object.values(properties).map(({ name, fieldNames }) => [name, `t1.${fieldNames[0]}`]);
      const row: Record<string, string> = table.row('t1');
      expect(columns.map(([name]) => [name, row[name!]])).toEqual(columns);
    }
    await stop();
  });

  it('do not compile with a name that the entity or the API does not have, nor without a field of the API', () => {
    const excerpt = computed<MessageRow, 'body'>(['body'], ({ body }) => body);
    const author = belongsTo<MessageRow>('authorId');
    const ticket = belongsTo<MessageRow>('ticketId');
    const attachments = boundedList<MessageRow, AttachmentRow>(AttachmentRow, 'messageId', { max: 10 });
    const columns = ['id', 'body', 'internal', 'createdAt'] as const;
    const fields = { excerpt, author, ticket, attachments };
    const made = reads(MessageRow, Message, { columns: [...columns], fields, order: ascending('createdAt') });
    expect(Object.keys(made.fields)).toEqual(Object.keys(messageReads.fields));
    // @ts-expect-error: a column
    reads(MessageRow, Message, { columns: [...columns, 'boddy'], fields });
    // @ts-expect-error: a column the API does not show
    reads(MessageRow, Message, { columns: [...columns, 'customerId'], fields });
    // @ts-expect-error: a field that is left out
    reads(MessageRow, Message, { columns: ['id', 'internal', 'createdAt'], fields });
    // @ts-expect-error: a field the API does not have
    reads(MessageRow, Message, { columns: [...columns], fields: { ...fields, writer: author } });
    // @ts-expect-error: the column of a link
    reads(MessageRow, Message, { columns: [...columns], fields: { ...fields, author: belongsTo('writerId') } });
    reads(MessageRow, Message, {
      columns: [...columns],
      // @ts-expect-error: a column in SQL
      fields: { ...fields, author: expression((row) => row.autor) },
    });
    // @ts-expect-error: what a computed field needs
    reads(MessageRow, Message, { columns: [...columns], fields: { ...fields, author: computed(['autor'], String) } });
  });
});

describe('a schema', () => {
  const without = (field: string, { ...fields }: AnyReads['fields'] = messageReads.fields) => {
    delete fields[field];
    return { ...messageReads, fields };
  };
  const connecting = (changed: AnyReads) => () =>
    connectReads(makeSchema(), [...allReads.filter(({ type }) => type !== changed.type), changed]);

  it('is not made when a field of the API is read by nothing', () => {
    expect(connecting(without('body'))).toThrow('Nothing says how Message.body is read.');
  });

  it('is not made when something is read that is no field of the API', () => {
    const fields = { ...messageReads.fields, boddy: expression(() => 'null') };
    expect(connecting({ ...messageReads, fields })).toThrow('Message.boddy is read, but not in the schema.');
  });

  it('is not made when a link is about other rows than those the field leads to', () => {
    const attachments = boundedList<MessageRow, MessageRow>(MessageRow, 'ticketId', { max: 10 });
    const fields = { ...messageReads.fields, attachments };
    expect(connecting({ ...messageReads, fields })).toThrow('Message.attachments leads to Attachment');
  });

  it('is not made when nodes of a list come in no order', () => {
    expect(connecting({ ...messageReads, order: undefined })).toThrow('Ticket.messages needs an order of Message.');
  });

  it('is not made when a computed field needs a column that the API shows otherwise', () => {
    const fields = {
      body: expression<MessageRow>(() => 'null'),
      internal: computed<MessageRow, 'body'>(['body'], String),
    };
    expect(() => reads(MessageRow, Message, { columns: [], fields: fields as never })).toThrow('Message.body');
  });
});

describe('columns', () => {
  it('go by the name of their row', () => {
    expect(columnsOf(MessageRow)).toMatchObject({ $name: 'message', ticketId: 'message.ticket_id' });
  });
});
