import { Field, Int, Mutation, ObjectType, UseMiddleware, registerEnumType } from 'type-graphql';
import { Keys, type KeyRule } from '../access/key-rules.ts';
import { frequencyRule, type FrequencyCounter } from '../limits/frequency.ts';
import { frequencies, type Frequency } from '../limits/limits.ts';

export enum UserErrorCode {
  REQUIRED = 'REQUIRED',
  TOO_SHORT = 'TOO_SHORT',
  TOO_LONG = 'TOO_LONG',
  TOO_MANY = 'TOO_MANY',
  INVALID = 'INVALID',
  EMPTY = 'EMPTY',
  TOO_LARGE = 'TOO_LARGE',
  TYPE_NOT_ALLOWED = 'TYPE_NOT_ALLOWED',
  STORAGE_FULL = 'STORAGE_FULL',
  NOT_FOUND = 'NOT_FOUND',
  FORBIDDEN = 'FORBIDDEN',
  WRONG_STATE = 'WRONG_STATE',
  CONFLICT = 'CONFLICT',
  INVALID_CREDENTIALS = 'INVALID_CREDENTIALS',
  METHOD_NOT_ALLOWED = 'METHOD_NOT_ALLOWED',
  TOO_MANY_ATTEMPTS = 'TOO_MANY_ATTEMPTS',
  SESSION_ENDED = 'SESSION_ENDED',
  REAUTHENTICATION_REQUIRED = 'REAUTHENTICATION_REQUIRED',
}

registerEnumType(UserErrorCode, {
  name: 'UserErrorCode',
  description: 'Why a mutation failed. New codes may be added: treat those that you do not know like `INVALID`.',
  valuesConfig: {
    REQUIRED: { description: 'The field is missing or empty.' },
    TOO_SHORT: { description: 'The field is shorter than the minimum, which the message names.' },
    TOO_LONG: { description: 'The field is longer than the maximum, which the message names.' },
    TOO_MANY: { description: 'More than the maximum, which the message names.' },
    INVALID: { description: 'The field breaks a rule, which the message names.' },
    EMPTY: { description: 'The file is empty.' },
    TOO_LARGE: { description: 'The file is larger than the maximum, which the message names.' },
    TYPE_NOT_ALLOWED: { description: 'The file type is not allowed, or the content does not match the file name.' },
    STORAGE_FULL: {
      description:
        'All files of the organisation together take as much as they may; the message names how much that is.',
    },
    NOT_FOUND: {
      description:
        'Does not exist for this viewer. What does not exist and what is not visible cannot be distinguished.',
    },
    FORBIDDEN: { description: 'Exists for this viewer, who does not have permission to do this.' },
    WRONG_STATE: { description: 'Not possible in the current state, which the message names.' },
    CONFLICT: { description: 'Someone else was faster, or the idempotency key was used for a different request.' },
    INVALID_CREDENTIALS: {
      description: 'The email address or password is wrong, without saying which; or the code is, or has been used.',
    },
    METHOD_NOT_ALLOWED: {
      description:
        'They are who they say, but people of their role may not sign in this way; the message names others.',
    },
    TOO_MANY_ATTEMPTS: { description: 'Too many attempts; `retryAfter` says when to try again.' },
    SESSION_ENDED: { description: 'The session has ended: sign in again.' },
    REAUTHENTICATION_REQUIRED: {
      description: 'A sensitive step: show again who you are with `identityConfirm`, and repeat the same call.',
    },
  },
});

@ObjectType({ simpleResolvers: true, description: 'An expected failure. Nothing was written.' })
export class UserError {
  @Field(() => UserErrorCode, { description: 'Kind of failure, for programs.' })
  code!: UserErrorCode;

  @Field(() => String, { description: 'Explanation in English, for people.' })
  message!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Path of the argument at fault, such as `input.title`; null when there is no particular one.',
  })
  field?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'For TOO_MANY_ATTEMPTS: after how many seconds to try again. The longest of an answer is also its header `Retry-After`.',
  })
  retryAfter?: number | null;
}

/** What every mutation answers with at least. */
@ObjectType({ simpleResolvers: true })
export abstract class Payload {
  @Field(() => [UserError], { description: 'Why the mutation failed; empty when it succeeded.', complexity: 0 })
  userErrors?: UserError[];
}

/** Thrown by services for an expected failure; the mutation answers with it in `userErrors`. */
export class UserInputError extends Error {
  readonly userErrors: UserError[];
  /** Further fields of the payload. */
  payloadExtras: object = {};

  constructor(userErrors: UserError[]);
  constructor(code: UserErrorCode, message: string, field?: string);
  constructor(given: UserError[] | UserErrorCode, message = '', field: string | null = null) {
    super(message);
    this.userErrors = typeof given === 'string' ? [{ code: given, message, field }] : given;
  }
}

export const notFound = (what: string, field: string) =>
  new UserInputError(UserErrorCode.NOT_FOUND, `${what} not found.`, field);

export const forbidden = (message: string, field?: string) =>
  new UserInputError(UserErrorCode.FORBIDDEN, message, field);

/** Too many of what is named in the plural were made. */
export const tooManyAttempts = (attempts: string, retryAfter: number) =>
  new UserInputError([
    {
      code: UserErrorCode.TOO_MANY_ATTEMPTS,
      message: `Too many ${attempts}. Try again in ${durationOf(retryAfter)}.`,
      field: null,
      retryAfter,
    },
  ]);

function durationOf(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  const of = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`;
  if (seconds < 60) return of(seconds, 'second');
  return minutes > 120 ? of(Math.ceil(minutes / 60), 'hour') : of(minutes, 'minute');
}

export const wrongState = (message: string, field?: string) =>
  new UserInputError(UserErrorCode.WRONG_STATE, message, field);

/** What the description of a sensitive mutation says. */
export const provenRule =
  'REAUTHENTICATION_REQUIRED more than ten minutes after the viewer signed in or last answered `identityConfirm`.';

/** What is needed here of the context of a request. */
interface MutationContext extends FrequencyCounter {
  /** Throws UNAUTHENTICATED; fails with REAUTHENTICATION_REQUIRED. */
  assertProven(): Promise<void>;
  /** Sets the header that says after how many seconds to try again. */
  tellRetryAfter(seconds: number): void;
}

/** What a mutation costs that writes a few rows: a transaction takes the time of so many that are read. */
const usualPrice = 250;

/**
 * A mutation whose expected failures come back in `userErrors` of the payload; all other errors are thrown on. It can be done
 * so often as `frequency` says, and its description, too; without one it is counted with all others. Where nobody is signed in,
 * the service counts `accountFrequency` for the account that it finds, or something of its own where that is null. A sensitive
 * one is refused where the holder of the session has not shown lately who they are.
 */
export function UserErrorMutation(
  payload: () => unknown,
  options: {
    description: string;
    price?: number;
    frequency?: Frequency;
    accountFrequency?: Frequency | null;
    sensitive?: true;
    /** Which API keys may do it. */
    keys: KeyRule;
  },
): MethodDecorator {
  const { price = usualPrice, accountFrequency, sensitive = false } = options;
  const frequency = accountFrequency === undefined ? (options.frequency ?? frequencies.others) : null;
  const declared = frequency ?? accountFrequency;
  const rules = [declared && frequencyRule(declared), sensitive && provenRule].filter(Boolean);
  const description = [options.description, ...rules].join(' ');
  return (target, key, descriptor) => {
    Mutation(payload as never, { description, complexity: price })(target, key, descriptor);
    Keys(options.keys)(target, key, descriptor);
    UseMiddleware(async (resolver, next) => {
      const context = resolver.context as MutationContext;
      if (frequency) await context.countFrequency(frequency);
      try {
        if (sensitive) await context.assertProven();
        return { userErrors: [], ...(await next()) };
      } catch (error) {
        if (!(error instanceof UserInputError)) throw error;
        for (const { retryAfter } of error.userErrors) if (retryAfter) context.tellRetryAfter(retryAfter);
        return { ...error.payloadExtras, userErrors: error.userErrors };
      }
    })(target, key, descriptor as never);
  };
}
