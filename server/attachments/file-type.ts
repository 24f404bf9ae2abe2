import { fileTypeFromStream } from 'file-type';
import { ReadableStream } from 'node:stream/web';
import { extensionOf } from '#shared/file-name.ts';

interface FileType {
  extensions: string[];
  /** Browsers can show it as a picture, and it gets a thumbnail. */
  picture?: true;
  /** Recognised by being valid text, since text has no signature. */
  text?: true;
  /** Other media types that the content may be recognised as. */
  recognisedAs?: string[];
}

const office = 'application/vnd.openxmlformats-officedocument';
const openDocument = 'application/vnd.oasis.opendocument';

/** Every type that can be allowed. None of them runs in the origin of the portal: no HTML, no SVG, no XML. */
const fileTypes: Record<string, FileType> = {
  'image/png': { extensions: ['png'], picture: true, recognisedAs: ['image/apng'] },
  'image/jpeg': { extensions: ['jpg', 'jpeg'], picture: true },
  'image/gif': { extensions: ['gif'], picture: true },
  'image/webp': { extensions: ['webp'], picture: true },
  'image/avif': { extensions: ['avif'], picture: true },
  'image/heic': { extensions: ['heic', 'heif'], recognisedAs: ['image/heif'] },
  'application/pdf': { extensions: ['pdf'] },
  'text/plain': { extensions: ['txt', 'log'], text: true },
  'text/csv': { extensions: ['csv'], text: true },
  'application/json': { extensions: ['json'], text: true },
  [`${office}.wordprocessingml.document`]: { extensions: ['docx'] },
  [`${office}.spreadsheetml.sheet`]: { extensions: ['xlsx'] },
  [`${office}.presentationml.presentation`]: { extensions: ['pptx'] },
  [`${openDocument}.text`]: { extensions: ['odt'] },
  [`${openDocument}.spreadsheet`]: { extensions: ['ods'] },
  'application/zip': { extensions: ['zip'] },
  'video/mp4': { extensions: ['mp4'], recognisedAs: ['video/x-m4v'] },
  'video/quicktime': { extensions: ['mov'] },
  'video/webm': { extensions: ['webm'] },
};

export const knownContentTypes: readonly string[] = Object.keys(fileTypes);

export const isPicture = (contentType: string): boolean => fileTypes[contentType]?.picture === true;

export const isText = (contentType: string): boolean => fileTypes[contentType]?.text === true;

/** The extensions of these types, in lower case and without a dot. */
export const extensionsOf = (contentTypes: readonly string[]): string[] =>
  contentTypes.flatMap((contentType) => fileTypes[contentType]?.extensions ?? []);

/** The type that the extension of a name stands for; undefined for an unknown one. */
export function typeFromExtension(name: string): string | undefined {
  const extension = extensionOf(name);
  return knownContentTypes.find((contentType) => fileTypes[contentType]!.extensions.includes(extension));
}

/** Whether the content can be of this type. Reads only as far as needed, so it cannot say that a text is all text. */
export async function contentMatchesType(content: AsyncIterable<Buffer>, contentType: string): Promise<boolean> {
  const recognised = (await fileTypeFromStream(ReadableStream.from(content) as never))?.mime;
  const found = knownContentTypes.find(
    (known) => known === recognised || fileTypes[known]!.recognisedAs?.includes(String(recognised)),
  );
  // a text may happen to begin like some rare format, but not like one of those above
  return isText(contentType) ? found === undefined : found === contentType;
}
