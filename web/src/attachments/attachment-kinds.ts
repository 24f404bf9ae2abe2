import type { AttachmentSettingsFragment } from '../gql/graphql';

type KnownType = AttachmentSettingsFragment['knownTypes'][number];

const archives = /^application\/(?:zip|gzip|vnd\.rar|x-(?:7z-compressed|bzip2|xz|tar))$/;
const texts = /^(?:text\/.*|application\/json|message\/rfc822|application\/vnd\.ms-outlook)$/;

/** Kinds of files as people call them, and which media types they are; the first that fits is it. */
const kinds = {
  pictures: /^image\//,
  videos: /^video\//,
  recordings: /^audio\//,
  archives,
  texts,
  documents: /./,
};

export type AttachmentKind = keyof typeof kinds;

/** In the order in which they are offered. */
export const attachmentKinds = [
  'pictures',
  'documents',
  'texts',
  'archives',
  'videos',
  'recordings',
] as const satisfies AttachmentKind[];

/** The known types of a kind. */
export const typesOf = (kind: AttachmentKind, knownTypes: readonly KnownType[]): KnownType[] =>
  knownTypes.filter(
    ({ contentType }) => Object.entries(kinds).find(([, pattern]) => pattern.test(contentType))?.[0] === kind,
  );
