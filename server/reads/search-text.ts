import { textLimits } from '#shared/limits.ts';
import { isTooLong, toSingleLine } from '#shared/text.ts';
import { lengthRule } from '../graphql/text.ts';
import { badArgument } from './connection.ts';

/** A pattern of `like` for columns that have this text; any sign of it stands for itself. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** A blank behind the last word says that it is finished: the form of stored titles has none. */
export const withFinish = (text: string, written: string | null | undefined): string =>
  text && /\s$/u.test(written!) ? `${text} ` : text;

/** What is searched for, in the form of stored titles and names; empty for all. Throws BAD_USER_INPUT on `argument`. */
export function readSearchText(written: string | null | undefined, argument: string): string {
  const text = toSingleLine(written ?? '');
  if (isTooLong(text, textLimits.search)) throw badArgument(argument, `must have ${lengthRule(textLimits.search)}`);
  return text;
}
