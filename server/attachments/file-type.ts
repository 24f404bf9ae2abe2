import { fileTypeFromStream } from 'file-type';
import { ReadableStream } from 'node:stream/web';
import { extensionOf } from '#shared/file-name.ts';

interface FileType {
  extensions: string[];
  /** Browsers can show it as a picture, and it gets a thumbnail. */
  picture?: true;
  /** What its bytes are, where that is more than the type itself: media types, or families of them. */
  recognisedAs?: string[];
  /** Whatever its bytes are it can only be downloaded, so they are not looked at. */
  unchecked?: true;
}

/** Kinds of files that hold many types, by how they begin. */
const families = {
  /** One that is empty, or in parts, begins otherwise. */
  zip: (head: Buffer) => /^504b(?:0304|0506|0708|3030504b)/.test(head.toString('hex', 0, 6)),
  /** Of old Office, and what new Office wraps an encrypted file in. */
  compound: (head: Buffer) => head.toString('hex', 0, 8) === 'd0cf11e0a1b11ae1',
  /** MPEG-4 and its relatives, of which devices have dozens of brands. */
  isoMedia: (head: Buffer) => head.toString('latin1', 4, 8) === 'ftyp',
  /** Some programs write blanks, or a header of their own, before it. */
  pdf: (head: Buffer) => head.subarray(0, 1_024).includes('%PDF-'),
};

const office = 'application/vnd.openxmlformats-officedocument';
const openDocument = 'application/vnd.oasis.opendocument';
const unchecked = (...extensions: string[]): FileType => ({ extensions, unchecked: true });
const zipped = (extension: string): FileType => ({ extensions: [extension], recognisedAs: ['zip', 'compound'] });

/**
 * Every type that can be allowed. None of them runs in the origin of the portal: no HTML, no SVG, no XML. Pictures and
 * PDF are shown there, so they have to be what they say; the others are only downloaded.
 */
const fileTypes: Record<string, FileType> = {
  'image/png': { extensions: ['png'], picture: true, recognisedAs: ['image/apng'] },
  'image/jpeg': { extensions: ['jpg', 'jpeg', 'jfif', 'jpe'], picture: true },
  'image/gif': { extensions: ['gif'], picture: true },
  'image/webp': { extensions: ['webp'], picture: true },
  'image/avif': { extensions: ['avif'], picture: true },
  'image/heic': {
    extensions: ['heic', 'heif', 'hif'],
    recognisedAs: ['image/heif', 'image/heic-sequence', 'image/heif-sequence'],
  },
  'image/tiff': unchecked('tif', 'tiff'),
  'image/bmp': unchecked('bmp'),
  'application/pdf': { extensions: ['pdf'], recognisedAs: ['pdf'] },
  'text/plain': unchecked('txt', 'log', 'md', 'ini', 'cfg', 'conf', 'yaml', 'yml'),
  'text/csv': unchecked('csv', 'tsv'),
  'text/calendar': unchecked('ics'),
  'text/vcard': unchecked('vcf'),
  'application/json': unchecked('json'),
  'message/rfc822': unchecked('eml'),
  'application/vnd.ms-outlook': unchecked('msg'),
  [`${office}.wordprocessingml.document`]: zipped('docx'),
  [`${office}.spreadsheetml.sheet`]: zipped('xlsx'),
  [`${office}.presentationml.presentation`]: zipped('pptx'),
  [`${openDocument}.text`]: zipped('odt'),
  [`${openDocument}.spreadsheet`]: zipped('ods'),
  [`${openDocument}.presentation`]: zipped('odp'),
  'application/msword': unchecked('doc'),
  'application/vnd.ms-excel': unchecked('xls'),
  'application/vnd.ms-powerpoint': unchecked('ppt'),
  'application/rtf': unchecked('rtf'),
  'application/zip': { extensions: ['zip'], recognisedAs: ['zip'] },
  'application/x-7z-compressed': unchecked('7z'),
  'application/vnd.rar': unchecked('rar'),
  'application/gzip': unchecked('gz', 'tgz'),
  'application/x-bzip2': unchecked('bz2'),
  'application/x-xz': unchecked('xz'),
  'application/x-tar': unchecked('tar'),
  'video/mp4': { extensions: ['mp4', 'm4v'], recognisedAs: ['isoMedia'] },
  'video/quicktime': { extensions: ['mov', 'qt'], recognisedAs: ['isoMedia'] },
  'video/3gpp': { extensions: ['3gp', '3g2'], recognisedAs: ['isoMedia'] },
  'video/webm': { extensions: ['webm'], recognisedAs: ['video/matroska', 'video/x-matroska'] },
  'video/x-matroska': unchecked('mkv'),
  'video/x-msvideo': unchecked('avi'),
  'audio/mpeg': unchecked('mp3'),
  'audio/mp4': { extensions: ['m4a'], recognisedAs: ['isoMedia'] },
  'audio/ogg': unchecked('ogg', 'oga', 'opus'),
  'audio/aac': unchecked('aac'),
  'audio/amr': unchecked('amr'),
  'audio/flac': unchecked('flac'),
  'audio/wav': unchecked('wav'),
};

/** Bytes of which nothing is known, such as a text in another encoding than UTF-8. */
export const unknownType = 'application/octet-stream';

/** What runs when it is opened, under whatever name. */
const programs = new Set([
  'application/x-msdownload',
  'application/x-elf',
  'application/x-mach-binary',
  'application/java-vm',
  'application/wasm',
  'application/vnd.microsoft.portable-executable',
]);

export const knownContentTypes: readonly string[] = Object.keys(fileTypes);

export const isPicture = (contentType: string): boolean => fileTypes[contentType]?.picture === true;

/** Sent as UTF-8. */
export const isText = (contentType: string): boolean =>
  contentType.startsWith('text/') || contentType === 'application/json';

/** The extensions of these types, in lower case and without a dot. */
export const extensionsOf = (contentTypes: readonly string[]): string[] =>
  contentTypes.flatMap((contentType) => fileTypes[contentType]?.extensions ?? []);

/** The type that the extension of a name stands for; undefined for an unknown one. */
export function typeFromExtension(name: string): string | undefined {
  const extension = extensionOf(name);
  return knownContentTypes.find((contentType) => fileTypes[contentType]!.extensions.includes(extension));
}

/** The media type that the first bytes of a content are of. Reads only as far as needed. */
export const recognise = async (content: AsyncIterable<Buffer>): Promise<string | undefined> =>
  (await fileTypeFromStream(ReadableStream.from(content) as never))?.mime;

/**
 * The type of a file that is said to be of type `said`: that one where its bytes can be, or else the picture that they
 * are; null where it is neither, and for a program.
 */
export function typeOfContent(said: string, recognised: string | undefined, head: Buffer): string | null {
  if (recognised && programs.has(recognised)) return null;
  const isRecognisedAs = (type: string) =>
    type === recognised ||
    fileTypes[type]!.recognisedAs?.some((each) =>
      each in families ? families[each as keyof typeof families](head) : each === recognised,
    );
  if (isRecognisedAs(said)) return said;
  const picture = knownContentTypes.find((type) => isPicture(type) && isRecognisedAs(type));
  return picture ?? (fileTypes[said]!.unchecked ? said : null);
}
