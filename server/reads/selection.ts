import {
  GraphQLError,
  GraphQLObjectType,
  Kind,
  getArgumentValues,
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  type FieldNode,
  type GraphQLResolveInfo,
  type SelectionSetNode,
} from 'graphql';

/** One requested field, with everything requested below it; the same response key twice is one field. */
export interface SelectedField {
  name: string;
  responseKey: string;
  nodes: FieldNode[];
}

/** The fields requested of `typeName` below `nodes`, fragments and `@skip`/`@include` resolved. */
export function selectedFields(
  nodes: readonly FieldNode[],
  typeName: string,
  info: GraphQLResolveInfo,
): SelectedField[] {
  const fields = new Map<string, SelectedField>();
  for (const node of nodes) if (node.selectionSet) collect(node.selectionSet, typeName, info, fields);
  return [...fields.values()];
}

/** Where an object or list is stored in its row: under its alias, where it has one, since below two aliases it may differ. */
export const storedUnder = ({ name, responseKey }: Pick<SelectedField, 'name' | 'responseKey'>): string =>
  name === responseKey ? name : `${name}@${responseKey}`;

/** The checked arguments of one selected field. */
export function selectedArguments(
  typeName: string,
  field: SelectedField,
  info: GraphQLResolveInfo,
): Record<string, unknown> {
  const type = info.schema.getType(typeName) as GraphQLObjectType;
  const [values, ...others] = field.nodes.map((node) =>
    getArgumentValues(type.getFields()[field.name]!, node, info.variableValues),
  );
  if (others.some((other) => JSON.stringify(other) !== JSON.stringify(values))) {
    throw new GraphQLError(`Ask for \`${field.responseKey}\` with one set of arguments, or under several aliases.`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  return values!;
}

function collect(
  set: SelectionSetNode,
  typeName: string,
  info: GraphQLResolveInfo,
  fields: Map<string, SelectedField>,
) {
  for (const selection of set.selections) {
    if (selection.directives?.length && isLeftOut(selection, info)) continue;
    if (selection.kind === Kind.FIELD) {
      const responseKey = selection.alias?.value ?? selection.name.value;
      const known = fields.get(responseKey);
      if (known) known.nodes.push(selection);
      else fields.set(responseKey, { name: selection.name.value, responseKey, nodes: [selection] });
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      if (applies(selection.typeCondition?.name.value, typeName, info))
        collect(selection.selectionSet, typeName, info, fields);
    } else {
      const fragment = info.fragments[selection.name.value]!;
      if (applies(fragment.typeCondition.name.value, typeName, info))
        collect(fragment.selectionSet, typeName, info, fields);
    }
  }
}

function applies(condition: string | undefined, typeName: string, { schema }: GraphQLResolveInfo): boolean {
  if (condition === undefined || condition === typeName) return true;
  const type = schema.getType(typeName) as GraphQLObjectType;
  return type.getInterfaces().some(({ name }) => name === condition);
}

function isLeftOut(node: Parameters<typeof getDirectiveValues>[1], { variableValues }: GraphQLResolveInfo): boolean {
  const skip = getDirectiveValues(GraphQLSkipDirective, node, variableValues);
  const include = getDirectiveValues(GraphQLIncludeDirective, node, variableValues);
  return skip?.['if'] === true || include?.['if'] === false;
}
