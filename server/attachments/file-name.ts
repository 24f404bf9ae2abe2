const maximumLength = 200;

/** Joiners shape Bengali and other scripts; everything else that is not seen can only mislead. */
const unseen = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

/** A file name fit for show: no folders, no control or bidirectional characters, at most 200 characters, never empty. */
export function cleanName(name: string): string {
  const last = name
    // what is longer by far is no name, only work
    .slice(-5 * maximumLength)
    .normalize('NFC')
    .replace(unseen, '')
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
