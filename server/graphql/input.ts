import { z } from 'zod';
import { UserErrorCode, UserInputError, type UserError } from './user-error.ts';

/** What the fields of an input class have to fulfil, by the prototype of the class. */
const rules = new WeakMap<object, Map<string, z.ZodType>>();

/** A rule for one field of an input, which holds where the field is given; `schemaOf` is told the name of the field. */
export function Rule(schemaOf: (field: string) => z.ZodType): PropertyDecorator {
  return (prototype, key) => {
    const ofClass = rules.get(prototype) ?? new Map<string, z.ZodType>();
    rules.set(prototype, ofClass.set(String(key), schemaOf(String(key))));
  };
}

/** What zod is told of a check of ours, so that it fails with `code`. */
export const failsWith = (code: UserErrorCode, message: string) => ({ error: message, params: { code } });

/** Checks the rules on the fields of an input. Throws the first broken one of each field, by the path of the field. */
export function validateInput(input: unknown): void {
  if (typeof input !== 'object' || input === null) return;
  const errors = [...rulesOf(Object.getPrototypeOf(input) as object)].flatMap(([field, schema]) =>
    firstBroken(field, schema, (input as Record<string, unknown>)[field]),
  );
  if (errors.length > 0) throw new UserInputError(errors);
}

/** Those of the classes it extends come first. */
function* rulesOf(prototype: object | null): Generator<[field: string, schema: z.ZodType]> {
  if (prototype === null) return;
  yield* rulesOf(Object.getPrototypeOf(prototype) as object | null);
  yield* rules.get(prototype) ?? [];
}

function firstBroken(field: string, schema: z.ZodType, value: unknown): UserError[] {
  const issue = value == null ? null : issueOf(schema, value);
  return issue ? [{ ...issue, field: `input.${field}` }] : [];
}

/** The first rule that a value breaks; null where it breaks none. */
export function issueOf(schema: z.ZodType, value: unknown): Pick<UserError, 'code' | 'message'> | null {
  const issue = schema.safeParse(value).error?.issues[0];
  return issue ? { code: codeOf(issue), message: issue.message } : null;
}

function codeOf(issue: z.core.$ZodIssue): UserErrorCode {
  if (issue.code === 'custom') return (issue.params?.['code'] as UserErrorCode | undefined) ?? UserErrorCode.INVALID;
  if (issue.code === 'too_big') return issue.origin === 'array' ? UserErrorCode.TOO_MANY : UserErrorCode.TOO_LONG;
  return issue.code === 'too_small' ? UserErrorCode.REQUIRED : UserErrorCode.INVALID;
}
