import { z } from 'zod';
import { Rule, failsWith } from './input.ts';
import { UserErrorCode } from './user-error.ts';

interface TextOptions {
  /** In UTF-16 code units, as forms count them. */
  maximum: number;
  /** May be empty. */
  optional?: boolean;
}

const loneSurrogate = /\p{Surrogate}/u;
const visible = /[^\s\p{Cc}\p{Cf}]/u;

/** Text a person writes: something to see, at most `maximum` characters, and nothing PostgreSQL cannot store. */
export const Text = (options: TextOptions): PropertyDecorator => Rule((field) => textSchema(field, options));

export const textSchema = (field: string, { maximum, optional = false }: TextOptions) =>
  z
    .string()
    .refine((text) => optional || visible.test(text), failsWith(UserErrorCode.REQUIRED, `${field} must not be empty.`))
    .max(maximum, `${field} must have at most ${maximum.toLocaleString('en')} characters.`)
    .refine(
      (text) => !text.includes('\0') && !loneSurrogate.test(text),
      `${field} must not contain the NUL character or broken surrogates.`,
    );
