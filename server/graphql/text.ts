import { z } from 'zod';
import { bytesFor, bytesOf, isBlank, lengthOf } from '#shared/text.ts';
import { Rule, failsWith } from './input.ts';
import { UserErrorCode } from './user-error.ts';

interface TextOptions {
  /** In characters as readers count them; `bytesFor` says how many bytes these may have. */
  maximum: number;
  /** May be empty. */
  optional?: boolean;
}

const loneSurrogate = /\p{Surrogate}/u;

/** How long a text may be, in descriptions and errors: what is counted, and the bytes these characters may have. */
export const lengthRule = (maximum: number, minimum = 0): string =>
  `${minimum ? `${minimum} to` : 'at most'} ${maximum.toLocaleString('en')} characters as a reader counts them (at most ${bytesFor(maximum).toLocaleString('en')} bytes in UTF-8)`;

/** Text a person writes: something to see, at most `maximum` characters, and nothing PostgreSQL cannot store. */
export const Text = (options: TextOptions): PropertyDecorator => Rule((field) => textSchema(field, options));

export const textSchema = (field: string, { maximum, optional = false }: TextOptions) =>
  z
    .string()
    .refine((text) => optional || !isBlank(text), failsWith(UserErrorCode.REQUIRED, `${field} must not be empty.`))
    .refine(
      // no character is of less than one unit, so that most need not be counted
      (text) => text.length <= maximum || lengthOf(text) <= maximum,
      failsWith(UserErrorCode.TOO_LONG, `${field} must have at most ${maximum.toLocaleString('en')} characters.`),
    )
    .refine(
      (text) => bytesOf(text) <= bytesFor(maximum),
      failsWith(
        UserErrorCode.TOO_LONG,
        `${field} must have at most ${bytesFor(maximum).toLocaleString('en')} bytes in UTF-8.`,
      ),
    )
    .refine(
      (text) => !text.includes('\0') && !loneSurrogate.test(text),
      `${field} must not contain the NUL character or broken surrogates.`,
    );
