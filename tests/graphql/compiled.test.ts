import { buildSchema, execute, isObjectType, parse, type ExecutionResult } from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import { describe, expect, it } from 'vitest';
import { compileOperation } from '../../server/graphql/compiled.ts';

const schema = buildSchema(`
  enum Size { SMALL LARGE }
  input Inner { count: Int! = 1, size: Size! = LARGE }
  input Outer { text: String, note: String = "none", internal: Boolean! = false, inner: Inner, list: [Inner!] }
  type Query { echo(input: Outer!, number: Int = 3): String }
`);
const query = schema.getQueryType();
// answers with its arguments
if (isObjectType(query)) query.getFields()['echo']!.resolve = (_root, args) => JSON.stringify(args);

type Variables = Record<string, unknown>;

const interpret = async (text: string, variableValues: Variables): Promise<ExecutionResult> =>
  execute({ schema, document: parse(text), variableValues });

const runCompiled = async (text: string, variables: Variables): Promise<ExecutionResult | null> =>
  compileOperation(schema, parse(text), null)!(undefined, undefined, variables);

/** As graphql-jit does it by itself. */
async function runBare(text: string, variables: Variables): Promise<ExecutionResult> {
  const compiled = compileQuery(schema, parse(text));
  if (!isCompiledQuery(compiled)) throw new Error('not compiled');
  return compiled.query(undefined, undefined, variables);
}

const argumentsOf = (result: ExecutionResult | null): unknown => JSON.parse(result!.data!['echo'] as string);

const withVariable = 'query($input: Outer!) { echo(input: $input) }';
const withObject = 'query($text: String, $number: Int) { echo(input: { text: $text }, number: $number) }';

describe('a compiled operation', () => {
  it.each<[string, Variables]>([
    [withVariable, { input: {} }],
    [withVariable, { input: { text: 'a', note: null, internal: true } }],
    [withVariable, { input: { inner: {}, list: [{}, { size: 'SMALL' }] } }],
    [withVariable, { input: { inner: { count: 5 }, list: { count: 6 } } }],
    [withObject, { text: 'a' }],
    [withObject, { text: null, number: null }],
    ['query($text: String = "b") { echo(input: { text: $text }) }', {}],
    ['query($input: Outer! = { text: "b" }) { echo(input: $input) }', { input: { text: 'c' } }],
    ['{ echo(input: { inner: {} }) }', {}],
  ])('%s is given the same arguments as an interpreted one: %j', async (text, variables) => {
    expect(argumentsOf(await runCompiled(text, variables))).toEqual(argumentsOf(await interpret(text, variables)));
  });

  it.each<[string, Variables]>([
    [withObject, {}],
    ['query($size: Size!) { echo(input: { list: [{ size: $size }] }) }', {}],
  ])('%s is left to the interpreter where a variable in an object is left out', async (text, variables) => {
    expect(await runCompiled(text, variables)).toBeNull();
  });

  it('is one function per document and name', () => {
    const document = parse('query a { __typename } query b { __typename }');
    expect(compileOperation(schema, document, 'a')).toBe(compileOperation(schema, document, 'a'));
    expect(compileOperation(schema, document, 'a')).not.toBe(compileOperation(schema, document, 'b'));
    expect(compileOperation(schema, document, 'c')).toBeNull();
  });
});

// When one of these fails, graphql-jit has been mended, and what is done about it in compiled.ts can go.
describe('graphql-jit by itself', () => {
  it('refuses an object without a field that is non-null and has a default', async () => {
    expect(await runBare(withVariable, { input: {} })).toMatchObject({
      errors: [{ message: expect.stringContaining('internal of required type Boolean! was not provided') }],
    });
    expect((await interpret(withVariable, { input: {} })).errors).toBeUndefined();
  });

  it('makes null of a field whose variable is left out (issue 91)', async () => {
    expect(argumentsOf(await runBare(withObject, {}))).toMatchObject({ input: { text: null } });
    expect(argumentsOf(await interpret(withObject, {}))).not.toHaveProperty('input.text');
  });
});
