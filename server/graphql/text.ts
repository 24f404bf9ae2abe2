import { registerDecorator } from 'class-validator';

const loneSurrogate = /\p{Surrogate}/u;
const seen = /[^\s\p{Cc}\p{Cf}]/u;

/** Text a person writes: something to see, at most `maximum` characters, and nothing PostgreSQL cannot store. */
export function Text({ maximum, optional = false }: { maximum: number; optional?: boolean }): PropertyDecorator {
  return (target, key) => {
    const propertyName = String(key);
    const rule = (name: string, message: string, holds: (value: string) => boolean) =>
      registerDecorator({
        name,
        target: target.constructor,
        propertyName,
        options: { message },
        validator: { validate: (value: unknown) => typeof value !== 'string' || holds(value) },
      });
    if (!optional) rule('required', `${propertyName} must not be empty.`, (value) => seen.test(value));
    rule(
      'tooLong',
      `${propertyName} must have at most ${maximum.toLocaleString('en')} characters.`,
      (value) => value.length <= maximum,
    );
    rule(
      'characters',
      `${propertyName} must not contain the NUL character or broken surrogates.`,
      (value) => !value.includes('\0') && !loneSurrogate.test(value),
    );
  };
}
