import 'reflect-metadata';
import {
  buildClientSchema,
  getIntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
  type GraphQLNamedType,
  type IntrospectionQuery,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { makeSchema } from '../../server/schema.ts';
import { usePortal } from '../support/portal.ts';

const portal = usePortal();

const schema = makeSchema();
const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));

interface Described {
  place: string;
  description: string | null | undefined;
}

/** Everything a reader of the schema meets in a type. */
function partsOf(type: GraphQLNamedType): Described[] {
  const parts: Described[] = [{ place: type.name, description: type.description }];
  const at = (...path: string[]) => [type.name, ...path].join('.');
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) {
      parts.push({ place: at(field.name), description: field.description });
      for (const argument of field.args) {
        parts.push({ place: at(field.name, argument.name), description: argument.description });
      }
    }
  }
  if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) {
      parts.push({ place: at(field.name), description: field.description });
    }
  }
  if (isEnumType(type)) {
    for (const value of type.getValues()) parts.push({ place: at(value.name), description: value.description });
  }
  return parts;
}

describe('the schema', () => {
  it('describes every type, field, argument, input field and enum value in sentences', () => {
    const parts = types.flatMap((type) => partsOf(type));
    expect(parts.map(({ place }) => place)).toEqual(
      expect.arrayContaining(['Ticket', 'Ticket.messages.first', 'TicketCreateInput.title', 'TicketStatus.OPEN']),
    );
    expect(parts.filter(({ description }) => !description?.trim()).map(({ place }) => place)).toEqual([]);
  });

  it('says what is counted wherever it says how long a text may be', () => {
    const bounds = types
      .flatMap((type) => partsOf(type))
      .filter(({ description }) => /(?:at most|to) [\d,]+ characters/.test(description!));
    expect(bounds.map(({ place }) => place)).toEqual(
      expect.arrayContaining([
        'TicketCreateInput.title',
        'MessageAddInput.body',
        'TicketFilter.search',
        'Query.articles.search',
      ]),
    );
    const unsaid = bounds.filter(({ description }) => !/[\d,]+ characters as a reader counts them/.test(description!));
    expect(unsaid.map(({ place }) => place)).toEqual([]);
  });

  it('answers every mutation with what was done and why nothing was', () => {
    for (const mutation of Object.values(schema.getMutationType()!.getFields())) {
      const payload = `${mutation.name[0]!.toUpperCase()}${mutation.name.slice(1)}Payload`;
      expect(String(mutation.type)).toBe(`${payload}!`);
      const fields = schema.getType(payload)!;
      expect(isObjectType(fields) && String(fields.getFields()['userErrors']?.type)).toBe('[UserError!]!');
    }
  });

  it('pages every list that can grow in the one way', () => {
    const connections = types.filter((type) => isObjectType(type) && type.name.endsWith('Connection'));
    expect(connections.length).toBeGreaterThan(0);
    const fields = types.filter((type) => isObjectType(type)).flatMap((type) => Object.values(type.getFields()));
    const lists = fields.filter(({ type }) => /Connection!?$/.test(String(type)));
    for (const { args } of lists) {
      expect(args.map(({ name }) => name)).toEqual(expect.arrayContaining(['first', 'after', 'last', 'before']));
    }
  });

  it('can be asked of the portal itself by any tool, signed in or not', async () => {
    const data = await portal.nobody.get<IntrospectionQuery>(getIntrospectionQuery({ specifiedByUrl: true }));
    expect(printSchema(lexicographicSortSchema(buildClientSchema(data)))).toBe(
      printSchema(lexicographicSortSchema(schema)),
    );
    expect(await portal.nobody.get('{ __schema { queryType { name } } __type(name: "Ticket") { kind } }')).toEqual({
      __schema: { queryType: { name: 'Query' } },
      __type: { kind: 'OBJECT' },
    });
  });
});
