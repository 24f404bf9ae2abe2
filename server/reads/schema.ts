import {
  GraphQLError,
  getNamedType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql';
import { Extensions } from 'type-graphql';
import type { AnyReads } from './reads.ts';
import { storedUnder } from './selection.ts';

const reads = 'reads';
const readBy = 'readBy';

/**
 * An object of the API of which a payload or an event has only the id, in the property of this name: it is read in its
 * current state. Without an id the field is null. Where it cannot be, as in an event about what the viewer may no longer
 * see, this fails with NOT_FOUND.
 */
export const ReadBy =
  <Property extends string>(idProperty: Property) =>
  (target: { [Name in Property]?: string }, field: string): void =>
    Extensions({ [readBy]: idProperty })(target, field);

/**
 * Gives types their reads, and fields that lead to objects and lists their resolvers. Throws where reads and schema do
 * not agree.
 */
export function connectReads(schema: GraphQLSchema, allReads: readonly AnyReads[]): void {
  for (const each of allReads)
    for (const name of [each.type, `${each.type}Connection`])
      Object.assign(schema.getType(name)?.extensions ?? {}, { [reads]: each });
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    if (type.name === readsOf(type)?.type) assertAgrees(type, readsOf(type)!);
    for (const field of Object.values(type.getFields())) {
      const idProperty = field.extensions[readBy];
      if (typeof idProperty === 'string') field.resolve = readById(idProperty, targetOf(type, field));
      else if (isObjectType(getNamedType(field.type))) field.resolve ??= storedValue;
    }
  }
}

/** How the objects of a type, or the nodes of a connection, are read; undefined where they come from no table. */
export const readsOf = (type: GraphQLOutputType): AnyReads | undefined =>
  getNamedType(type).extensions[reads] as AnyReads | undefined;

function targetOf({ name }: GraphQLObjectType, field: GraphQLField<unknown, unknown>): AnyReads {
  const target = readsOf(field.type);
  if (!target) throw new Error(`${name}.${field.name} leads to ${String(field.type)}, which no reads are listed for.`);
  return target;
}

/** Objects and lists are stored in their row under their alias, where they have one: below two aliases they may differ. */
const storedValue: GraphQLFieldResolver<Record<string, unknown>, unknown> = (row, _args, _context, info) => {
  const { fieldName: name, path } = info;
  const aliased = row[storedUnder({ name, responseKey: String(path.key) })];
  return aliased === undefined ? row[name] : aliased;
};

/** What is needed here of the context of a request. */
interface ReadContext {
  byId(reads: AnyReads, id: string, info: GraphQLResolveInfo): Promise<unknown>;
}

const readById =
  (idProperty: string, target: AnyReads): GraphQLFieldResolver<Record<string, string | undefined>, ReadContext> =>
  async (holder, _args, context, info) => {
    const id = holder[idProperty];
    const found = id ? await context.byId(target, id, info) : null;
    if (found === null && isNonNullType(info.returnType))
      throw new GraphQLError('This no longer exists.', { extensions: { code: 'NOT_FOUND' } });
    return found;
  };

/** Says when the schema is made what would otherwise fail for the first who asks. */
function assertAgrees(type: GraphQLObjectType, { fields }: AnyReads): void {
  const shown = type.getFields();
  for (const { name, resolve } of Object.values(shown))
    if (!resolve && !fields[name]) throw new Error(`Nothing says how ${type.name}.${name} is read.`);
  for (const [name, field] of Object.entries(fields)) {
    const path = `${type.name}.${name}`;
    if (!shown[name]) throw new Error(`${path} is read, but not in the schema.`);
    if (field.kind === 'value' || field.kind === 'computed') continue;
    const target = targetOf(type, shown[name]);
    if (field.entity && field.entity !== target.entity)
      throw new Error(`${path} leads to ${target.type}, which is not read from ${field.entity.name}.`);
    if (field.kind !== 'object' && !target.order) throw new Error(`${path} needs an order of ${target.type}.`);
  }
}
