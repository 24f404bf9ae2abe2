import { Field, Mutation, ObjectType, UseMiddleware, registerEnumType } from 'type-graphql';

export enum UserErrorCode {
  REQUIRED = 'REQUIRED',
  TOO_SHORT = 'TOO_SHORT',
  TOO_LONG = 'TOO_LONG',
  TOO_MANY = 'TOO_MANY',
  INVALID = 'INVALID',
  EMPTY = 'EMPTY',
  TOO_LARGE = 'TOO_LARGE',
  TYPE_NOT_ALLOWED = 'TYPE_NOT_ALLOWED',
  NOT_FOUND = 'NOT_FOUND',
  FORBIDDEN = 'FORBIDDEN',
  WRONG_STATE = 'WRONG_STATE',
  CONFLICT = 'CONFLICT',
  INVALID_CREDENTIALS = 'INVALID_CREDENTIALS',
  TOO_MANY_ATTEMPTS = 'TOO_MANY_ATTEMPTS',
  SESSION_ENDED = 'SESSION_ENDED',
}

registerEnumType(UserErrorCode, {
  name: 'UserErrorCode',
  description: 'Why a mutation was refused. New codes may be added: treat one you do not know like `INVALID`.',
  valuesConfig: {
    REQUIRED: { description: 'The field must not be empty.' },
    TOO_SHORT: { description: 'The field is shorter than it must be; the message says how long.' },
    TOO_LONG: { description: 'The field is longer than its limit, which the message names.' },
    TOO_MANY: { description: 'More than the limit, which the message names.' },
    INVALID: { description: 'The field breaks a rule, which the message names.' },
    EMPTY: { description: 'The file has no content.' },
    TOO_LARGE: { description: 'The file is larger than its limit, which the message names.' },
    TYPE_NOT_ALLOWED: { description: 'Files of this type are not taken, or the content is not what the name says.' },
    NOT_FOUND: { description: 'There is no such thing for this viewer: absent and forbidden look the same.' },
    FORBIDDEN: { description: 'The thing is there for this viewer, but this is not theirs to do.' },
    WRONG_STATE: { description: 'Not possible now; the message says what would have to change first.' },
    CONFLICT: { description: 'Somebody was faster, or the idempotency key was used for something else.' },
    INVALID_CREDENTIALS: { description: 'The email address or the password is wrong; which one is not told.' },
    TOO_MANY_ATTEMPTS: { description: 'Wait before trying again; the message says how long.' },
    SESSION_ENDED: { description: 'There is no session to go on with: sign in again.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'An expected failure: nothing was written.' })
export class UserError {
  @Field(() => UserErrorCode, { description: 'What kind of failure; stable, for programs.' })
  code!: UserErrorCode;

  @Field(() => String, { description: 'One English sentence naming the rule, for people.' })
  message!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The argument at fault as a dotted path, such as `input.title`; null when it is none in particular.',
  })
  field?: string | null;
}

/** What every mutation answers with at least. */
@ObjectType({ simpleResolvers: true })
export abstract class Payload {
  @Field(() => [UserError], { description: 'Why nothing was done; empty when it was done.' })
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

export const wrongState = (message: string, field?: string) =>
  new UserInputError(UserErrorCode.WRONG_STATE, message, field);

/** A business verb of the API: its expected failures come back in the payload, everything else is thrown on. */
export function Verb(payload: () => unknown, options: { description: string }): MethodDecorator {
  return (target, key, descriptor) => {
    Mutation(payload as never, options)(target, key, descriptor);
    UseMiddleware(async (_, next) => {
      try {
        return { userErrors: [], ...(await next()) };
      } catch (error) {
        if (error instanceof UserInputError) return { ...error.payloadExtras, userErrors: error.userErrors };
        throw error;
      }
    })(target, key, descriptor as never);
  };
}
