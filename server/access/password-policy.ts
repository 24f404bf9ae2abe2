import { textLimits } from '#shared/limits.ts';
import { lengthOf } from '#shared/text.ts';
import { Rule, failsWith } from '../graphql/input.ts';
import { lengthRule, textSchema } from '../graphql/text.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';
import type { BreachedPasswords } from './breached-passwords.ts';
import { isCommonPassword } from './common-passwords.ts';

const minimum = 10;
const maximum = textLimits.password;

/** So many characters must be left of a password without names and runs. */
const leastOfItsOwn = 6;
/** Of a name; shorter words are in too many others. */
const leastOfName = 3;

const productNames = ['Shohayota Portal', 'সহায়তা'];

export const passwordRule = `The new password: ${lengthRule(maximum, minimum)}, of any kind, but INVALID for what is easily guessed: one of the million most common passwords or, where the operator has that looked up, one that has leaked; little more than the name, the email address or the name of the tenant, or than runs such as \`12345\` and repetition.`;

/** The rules for a new password that need nothing but its text. */
export const NewPassword = (): PropertyDecorator =>
  Rule((field) =>
    textSchema(field, { maximum }).refine(
      (password) => lengthOf(password) >= minimum,
      failsWith(UserErrorCode.TOO_SHORT, `${field} must have at least ${minimum} characters.`),
    ),
  );

interface ChosenPassword {
  password: string;
  /** What somebody who knows the user would try: names and addresses. */
  names: string[];
  field: string;
}

/** Rejects what is tried first by somebody who guesses. Fails with INVALID on `field`. Not within a transaction: it may ask a service. */
export async function assertNotObvious(
  breached: BreachedPasswords,
  { password, names, field }: ChosenPassword,
): Promise<void> {
  const refuse = (why: string) => new UserInputError(UserErrorCode.INVALID, `The password must not be ${why}.`, field);
  const given = plain(password);
  if (ownLength(given, []) < leastOfItsOwn) throw refuse('little more than a run or a repetition');
  if (ownLength(given, [...productNames, ...names]) < leastOfItsOwn)
    throw refuse('little more than your name, your email address or the name of the tenant');
  if (await isCommonPassword(given, minimum)) throw refuse('one that many people use');
  if (await breached.have(password)) throw refuse('one that has leaked elsewhere');
}

const plain = (text: string) => text.normalize('NFKC').trim().toLowerCase();

/** How many characters are left without the words of the names, repetition, and what goes on as the two characters before. */
function ownLength(password: string, names: string[]): number {
  const words = names.flatMap((name) => plain(name).split(/[^\p{L}\p{M}\p{N}]+/u));
  const long = words.filter((word) => lengthOf(word) >= leastOfName).toSorted((a, b) => b.length - a.length);
  const own = long.reduce((text, word) => text.replaceAll(word, ''), password);
  return withoutRuns(repeatedPart(Array.from(own)));
}

/** What a text is a repetition of, or all of it. */
function repeatedPart(characters: string[]): string[] {
  for (let length = 1; length <= characters.length / 2; length++)
    if (characters.every((each, index) => each === characters[index % length])) return characters.slice(0, length);
  return characters;
}

const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

function withoutRuns(characters: string[]): number {
  const steps = characters.map((each, index) => stepBetween(characters[index - 1], each));
  return steps.filter((step, index) => step === null || step !== steps[index - 1]).length;
}

/** By how much a character is after the one before in the alphabet or on the keyboard, where that is at most one. */
function stepBetween(before: string | undefined, character: string): number | null {
  if (before === undefined) return null;
  const places = [(each: string) => each.codePointAt(0)!, ...rows.map((row) => (each: string) => row.indexOf(each))];
  const steps = places
    .filter((placeOf) => placeOf(before) >= 0 && placeOf(character) >= 0)
    .map((placeOf) => placeOf(character) - placeOf(before));
  return steps.find((step) => Math.abs(step) <= 1) ?? null;
}
