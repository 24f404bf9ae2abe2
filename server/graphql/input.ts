import { getMetadataStorage, validate, type ValidationError } from 'class-validator';
import { UserErrorCode, UserInputError, type UserError } from './user-error.ts';

const codeOfRule: Record<string, UserErrorCode> = {
  required: UserErrorCode.REQUIRED,
  tooShort: UserErrorCode.TOO_SHORT,
  tooLong: UserErrorCode.TOO_LONG,
  arrayMinSize: UserErrorCode.REQUIRED,
  arrayMaxSize: UserErrorCode.TOO_MANY,
};

/** Checks the rules written on the fields of an input. Throws every broken one, by the path of its field. */
export async function validateInput(input: object | undefined): Promise<void> {
  if (!input || !hasRules(input.constructor)) return;
  const failures = await validate(input, {
    skipMissingProperties: true,
    stopAtFirstError: true,
    forbidUnknownValues: false,
  });
  if (failures.length > 0) throw new UserInputError(failures.flatMap(userErrors));
}

const known = new WeakMap<object, boolean>();

function hasRules(type: Function): boolean {
  let answer = known.get(type);
  if (answer === undefined) {
    answer = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false).length > 0;
    known.set(type, answer);
  }
  return answer;
}

const userErrors = ({ property, constraints = {} }: ValidationError): UserError[] =>
  Object.entries(constraints).map(([rule, message]) => ({
    code: codeOfRule[rule] ?? UserErrorCode.INVALID,
    message,
    field: `input.${property}`,
  }));
