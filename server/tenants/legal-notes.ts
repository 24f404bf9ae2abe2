import type { z } from 'zod';
import { mostLegalLinks, type LegalNoteText } from '#shared/legal-notes.ts';
import { textLimits } from '#shared/limits.ts';
import { locales } from '#shared/locale.ts';
import { toSingleLine, toText } from '#shared/text.ts';
import { issueOf } from '../graphql/input.ts';
import { UserErrorCode, UserInputError, type UserError } from '../graphql/user-error.ts';
import { textSchema } from '../graphql/text.ts';
import { readLocale } from '../users/locale.ts';
import type { LegalNoteInput } from './legal-notes.contract.ts';

/** The notes as they are stored, without empty ones. Fails with every rule that is broken, by the path of its field. */
export function readLegalNotes(written: LegalNoteInput[], field: string): LegalNoteText[] {
  if (written.length > locales.length)
    throw new UserInputError(UserErrorCode.TOO_MANY, `legalNotes must be at most ${locales.length}.`, field);
  const broken: UserError[] = [];
  const refuse = (path: string, code: UserErrorCode, message: string) => broken.push({ code, message, field: path });
  const check = (path: string, schema: z.ZodType, text: string) => {
    const issue = issueOf(schema, text);
    if (issue) refuse(path, issue.code, issue.message);
  };
  const notes = written.map(({ locale, text, links }, index) => {
    const path = `${field}.${index}`;
    check(`${path}.text`, textSchema('text', { maximum: textLimits.legalText, optional: true }), text);
    if (links.length > mostLegalLinks)
      refuse(`${path}.links`, UserErrorCode.TOO_MANY, `links must be at most ${mostLegalLinks}.`);
    return {
      locale: readLocale(locale, `${path}.locale`),
      text: toText(text),
      links: links.map(({ label, url }, at) => {
        check(`${path}.links.${at}.label`, textSchema('label', { maximum: textLimits.legalLabel }), label);
        check(`${path}.links.${at}.url`, textSchema('url', { maximum: textLimits.url }), url);
        const address = readHttpsUrl(url);
        if (address === null)
          refuse(`${path}.links.${at}.url`, UserErrorCode.INVALID, 'url must be an address that begins with https://.');
        return { label: toSingleLine(label), url: address ?? '' };
      }),
    };
  });
  if (new Set(notes.map(({ locale }) => locale)).size < notes.length)
    refuse(field, UserErrorCode.INVALID, 'legalNotes must have each locale once.');
  if (broken.length > 0) throw new UserInputError(broken);
  return notes
    .filter(({ text, links }) => text !== '' || links.length > 0)
    .toSorted((one, other) => (one.locale < other.locale ? -1 : 1));
}

/** The address of a page as it is stored, from what was written; null for what is none that begins with `https://`. */
function readHttpsUrl(written: string): string | null {
  const text = written.trim();
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  // who is named before the host is not where the link leads
  return url.protocol === 'https:' && !url.username && !url.password ? url.href : null;
}
