import { formatFileSize } from '#shared/file-size.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';
import type { AttachmentSettings } from './attachment-settings.entity.ts';
import type { AttachmentLimits } from './attachment.contract.ts';
import { extensionsOf, knownContentTypes, typeFromExtension } from './file-type.ts';

/** Which files are taken. */
export type FileLimits = Pick<AttachmentLimits, 'maximumSize' | 'contentTypes' | 'extensions'>;

/** Unclaimed files that a user may have. */
export const maximumUnclaimed = 200;

const knownTypes = knownContentTypes.map((contentType) => ({ contentType, extensions: extensionsOf([contentType]) }));

/** What a tenant allows. */
export function limitsOf({
  maximumSize,
  maximumCount,
  contentTypes: chosen,
  storageMaximum,
}: AttachmentSettings): AttachmentLimits {
  const contentTypes = knownContentTypes.filter((known) => chosen?.includes(known) ?? true);
  return {
    maximumSize,
    maximumCount,
    contentTypes,
    extensions: extensionsOf(contentTypes),
    knownTypes,
    storageMaximum,
  };
}

/** The type that a file of this name must have. Fails with TYPE_NOT_ALLOWED. */
export function allowedType(name: string, { contentTypes, extensions }: FileLimits): string {
  const contentType = typeFromExtension(name);
  if (contentType !== undefined && contentTypes.includes(contentType)) return contentType;
  throw refused(
    UserErrorCode.TYPE_NOT_ALLOWED,
    `"${name}" has a file type that is not allowed. Allowed: ${extensions.join(', ')}.`,
  );
}

/** `found` is the media type that the content was recognised as. */
export const typeMismatch = (name: string, found: string | undefined) =>
  refused(
    UserErrorCode.TYPE_NOT_ALLOWED,
    `The content of "${name}" does not match its file extension${found ? `: it is ${found}` : ''}.`,
  );

export const emptyFile = (name: string) => refused(UserErrorCode.EMPTY, `"${name}" is empty.`);

export const tooLarge = (name: string, { maximumSize }: FileLimits) =>
  refused(
    UserErrorCode.TOO_LARGE,
    `"${name}" is larger than ${formatFileSize(maximumSize, 'en')}, the limit for one file.`,
  );

export const tooManyWaiting = (name: string) =>
  refused(
    UserErrorCode.TOO_MANY,
    `"${name}" cannot be added: ${maximumUnclaimed} files are already waiting to be sent. Send or remove some first.`,
  );

/** From which share on staff are warned. */
const nearlyFull = 0.9;

export const isNearlyFull = (used: number, maximum: number | null): boolean =>
  maximum !== null && used >= nearlyFull * maximum;

export const noRoom = (name: string, maximum: number) =>
  refused(
    UserErrorCode.STORAGE_FULL,
    `"${name}" cannot be added: all attachments together may take ${formatFileSize(maximum, 'en')}, and there is no room left for it. ` +
      'Send it without this file, or ask an administrator of the portal to make room.',
  );

export const tooManyOfMessage = ({ maximumCount }: AttachmentLimits) =>
  new UserInputError(
    UserErrorCode.TOO_MANY,
    `A message can have at most ${maximumCount} files.`,
    'input.attachmentIds',
  );

const refused = (code: UserErrorCode, message: string) => new UserInputError(code, message, 'file');
