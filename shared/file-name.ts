import { shorten, stripInvisible } from './text.ts';

const maxLength = 200;

/** A file name fit for show: no folders, nothing invisible, at most 200 characters, never empty, never only an extension. */
export function sanitizeFileName(name: string): string {
  // what is longer by far is no name, only work
  const last = stripInvisible(name.slice(-5 * maxLength).normalize('NFC'))
    .split(/[/\\]/)
    .at(-1)!
    .replace(/\s+/gu, ' ')
    .replace(/^[\s.]+(?=.*\.)|[\s.]+$/gu, '')
    .trim();
  const { stem, ending } = splitFileName(last);
  return shorten(stem || 'file', maxLength - ending.length) + ending;
}

/** `photo.PNG` is `photo` and `.PNG`; the ending is empty where there is none. */
export function splitFileName(name: string): { stem: string; ending: string } {
  const [, stem = '', ending = ''] = /^(.*?)(\.[^.\s]{1,20})?$/su.exec(name)!;
  return { stem, ending };
}

/** In lower case and without its dot; empty where there is none. */
export const extensionOf = (name: string): string => splitFileName(name).ending.slice(1).toLowerCase();
