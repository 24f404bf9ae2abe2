import type { AttachmentLimitsQuery } from '../gql/graphql';

export type AttachmentLimits = AttachmentLimitsQuery['attachmentLimits'];
export type AttachmentRule = 'EMPTY' | 'TOO_LARGE' | 'TYPE_NOT_ALLOWED' | 'TOO_MANY';

/** Joiners shape Bengali; everything else that is not seen can only mislead. */
const unseen = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The rule of the server a file would break, as far as it can be told before sending. */
export function brokenRule(file: File, others: number, limits: AttachmentLimits): AttachmentRule | null {
  if (!limits.extensions.map(bare).includes(extensionOf(file.name))) return 'TYPE_NOT_ALLOWED';
  if (file.size === 0) return 'EMPTY';
  if (file.size > limits.maximumSize) return 'TOO_LARGE';
  return others >= limits.maximumCount ? 'TOO_MANY' : null;
}

/** In lower case and without its dot; empty where there is none. */
export function extensionOf(name: string): string {
  return /[^.]\.([^.\s]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** What a file picker offers; some know only types, others only endings. */
export function acceptOf({ contentTypes, extensions }: AttachmentLimits): string {
  return [...contentTypes, ...extensions.map((each) => `.${bare(each)}`)].join(',');
}

/** A name as it may be shown: without folders, and without characters that hide or turn round what follows them. */
export function cleanName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? '';
  return base.replaceAll(unseen, '').trim() || 'file';
}

/** Pasted pictures are all called the same: "image.png", then "image (2).png". */
export function distinctName(name: string, taken: readonly string[]): string {
  const ending = extensionOf(name) ? name.slice(name.lastIndexOf('.')) : '';
  const stem = name.slice(0, name.length - ending.length);
  let distinct = name;
  for (let count = 2; taken.includes(distinct); count++) distinct = `${stem} (${count})${ending}`;
  return distinct;
}

function bare(extension: string): string {
  return extension.replace(/^\./, '').toLowerCase();
}
