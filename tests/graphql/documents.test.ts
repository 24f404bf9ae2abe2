import { beforeEach, describe, expect, it } from 'vitest';
import { Documents } from '../../server/graphql/documents.ts';
import { makeSchema } from '../../server/schema.ts';

const schema = makeSchema();

/** A text with so many words, and others of the same size. */
const query = (words: number, variant = 0) =>
  `query variant${variant} { tickets(filter: { status: [${'OPEN '.repeat(words)}] }) { totalCount } }`;

describe('documents', () => {
  let documents: Documents;

  beforeEach(() => {
    documents = new Documents(schema);
  });

  const check = (text: string) => {
    const checked = documents.check(text);
    return 'document' in checked ? checked.document : checked.errors;
  };
  // not compared by the test runner, which would go through everything below them
  const isKept = (text: string, document: unknown) => check(text) === document;

  it('are parsed and validated once per text', () => {
    expect(isKept(query(1), check(query(1)))).toBe(true);
  });

  it.each(['{ nothing', '{ nothing }'])('are not kept when they are refused: %s', (refused) => {
    expect(isKept(refused, check(refused))).toBe(false);
  });

  it('make room for others when they are the least recently used of 500', () => {
    const [first, second] = [check(query(1, 1)), check(query(1, 2))];
    for (let variant = 3; variant <= 500; variant++) check(query(1, variant));
    expect(isKept(query(1, 1), first)).toBe(true);
    check(query(1, 501));
    expect(isKept(query(1, 1), first)).toBe(true);
    expect(isKept(query(1, 2), second)).toBe(false);
  });

  it('make room sooner when they are large', () => {
    const first = check(query(1_900, 1));
    for (let variant = 2; variant <= 100; variant++) check(query(1_900, variant));
    expect(isKept(query(1_900, 1), first)).toBe(false);
  });
});
