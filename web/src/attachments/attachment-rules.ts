import { extensionOf, sanitizeFileName, splitFileName } from '#shared/file-name.ts';
import type { AttachmentLimitsQuery } from '../gql/graphql';

export type AttachmentLimits = AttachmentLimitsQuery['attachmentLimits'];
export type AttachmentRule = 'EMPTY' | 'TOO_LARGE' | 'TYPE_NOT_ALLOWED' | 'TOO_MANY';

/** The rule of the server that a file would break, as far as that is known before sending. */
export function brokenRule(file: File, others: number, limits: AttachmentLimits): AttachmentRule | null {
  if (!limits.extensions.includes(extensionOf(sanitizeFileName(file.name)))) return 'TYPE_NOT_ALLOWED';
  if (file.size === 0) return 'EMPTY';
  if (file.size > limits.maximumSize) return 'TOO_LARGE';
  return others >= limits.maximumCount ? 'TOO_MANY' : null;
}

/** What a file picker offers; some know only types, others only extensions. */
export function acceptedTypes({ contentTypes, extensions }: AttachmentLimits): string {
  return [...contentTypes, ...extensions.map((extension) => `.${extension}`)].join(',');
}

/** Pasted pictures all have the same name: "image.png", then "image (2).png". */
export function distinctName(name: string, taken: readonly string[]): string {
  const { stem, ending } = splitFileName(name);
  let distinct = name;
  for (let count = 2; taken.includes(distinct); count++) distinct = `${stem} (${count})${ending}`;
  return distinct;
}
