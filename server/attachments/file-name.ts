import { stripInvisible } from '#shared/text.ts';

const maximumLength = 200;

/** A file name fit for show: no folders, no control or bidirectional characters, at most 200 characters, never empty. */
export function sanitizeFileName(name: string): string {
  // what is longer by far is no name, only work
  const last = stripInvisible(name.slice(-5 * maximumLength).normalize('NFC'))
    .split(/[/\\]/)
    .at(-1)!
    .replace(/\s+/gu, ' ')
    .replace(/^[\s.]+(?=.*\.)|[\s.]+$/gu, '')
    .trim();
  const [, stem = '', extension = ''] = /^(.*?)(\.[^.]{1,20})?$/su.exec(last)!;
  return (
    Array.from(stem || 'file')
      .slice(0, maximumLength - extension.length)
      .join('') + extension
  );
}
