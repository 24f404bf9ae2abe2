import { textLimits } from '#shared/limits.ts';
import { isTooLong, toSingleLine } from '#shared/text.ts';
import { lengthRule } from '../graphql/text.ts';
import { badArgument } from './connection.ts';

/** What is searched for, in the form of stored titles and names; empty for all. Throws BAD_USER_INPUT on `argument`. */
export function readSearchText(written: string | null | undefined, argument: string): string {
  const text = toSingleLine(written ?? '');
  if (isTooLong(text, textLimits.search)) throw badArgument(argument, `must have ${lengthRule(textLimits.search)}`);
  return text;
}
