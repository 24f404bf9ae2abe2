import { registerDecorator } from 'class-validator';
import { Text } from '../graphql/text.ts';

const minimum = 10;
const maximum = 1_000;

export const passwordRule = `The password to come: ${minimum} to ${maximum.toLocaleString('en')} characters of any kind, and neither the email address nor the name of the tenant.`;

/** A password somebody chooses, as far as its text alone can tell. */
export function NewPassword(): PropertyDecorator {
  return (target, key) => {
    Text({ maximum })(target, key);
    registerDecorator({
      name: 'tooShort',
      target: target.constructor,
      propertyName: String(key),
      options: { message: `${String(key)} must have at least ${minimum} characters.` },
      validator: { validate: (value: unknown) => typeof value !== 'string' || [...value].length >= minimum },
    });
  };
}
