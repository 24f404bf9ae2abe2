import { Field, InputType, ObjectType } from 'type-graphql';
import { isLocale, locales } from '#shared/locale.ts';
import type { LocalisedText as Texts } from '#shared/localised-text.ts';
import { isBlank, toSingleLine } from '#shared/text.ts';
import { issueOf } from '../graphql/input.ts';
import { textSchema } from '../graphql/text.ts';
import { UserErrorCode, type UserError } from '../graphql/user-error.ts';

/** What descriptions say of a list of them. */
export const localisedRule =
  'one for each language at most: show that of the reader, or else that of `Tenant.defaultLocale`, or else any';

@ObjectType({ simpleResolvers: true, description: 'A text in one language.' })
export class LocalisedText {
  @Field(() => String, { description: 'The language, such as `en`.' })
  locale!: string;

  @Field(() => String, { description: 'The text, in one line.' })
  text!: string;
}

@InputType({ description: 'A text in one language.' })
export class LocalisedTextInput {
  @Field(() => String, { description: `The language: ${locales.map((locale) => `\`${locale}\``).join(' or ')}.` })
  locale!: string;

  @Field(() => String, { description: 'The text, in one line; blank for none in this language.' })
  text!: string;
}

interface Rules {
  /** Of the field, in the mutation. */
  path: string;
  maximum: number;
  /** The language that must not be left out; any may where it is null. */
  required: string | null;
}

/** The texts as they are stored, in the order of their languages, and every rule that is broken. */
export function readLocalisedTexts(
  written: LocalisedTextInput[],
  { path, maximum, required }: Rules,
): { texts: Texts[]; broken: UserError[] } {
  const name = path.slice(path.lastIndexOf('.') + 1);
  const broken: UserError[] = [];
  const seen = new Set<string>();
  const schema = textSchema('text', { maximum, optional: true });
  for (const [index, { locale, text }] of written.slice(0, locales.length + 1).entries()) {
    const field = `${path}.${index}`;
    if (!isLocale(locale) || seen.has(locale)) {
      const message = `locale must be one of ${locales.join(', ')}, each once.`;
      broken.push({ code: UserErrorCode.INVALID, message, field: `${field}.locale` });
    }
    seen.add(locale);
    const issue = issueOf(schema, text);
    if (issue) broken.push({ ...issue, field: `${field}.text` });
  }
  const texts = written
    .filter(({ text }) => !isBlank(text))
    .map(({ locale, text }) => ({ locale, text: toSingleLine(text) }))
    .toSorted((one, other) => (one.locale < other.locale ? -1 : 1));
  if (required !== null && !texts.some(({ locale }) => locale === required)) {
    const message = `${name} must have a text in ${required}, the default language.`;
    broken.push({ code: UserErrorCode.REQUIRED, message, field: path });
  }
  return { texts, broken };
}
