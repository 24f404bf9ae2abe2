import { reactive } from 'vue';
import { extensionOf } from '#shared/file-name.ts';
import type { Failure } from '../apollo/failure';
import type { UserErrorFieldsFragment } from '../gql/graphql';
import type { AttachmentRule } from './attachment-rules';
import type { StoredUpload } from './useStoredUploads';

/**
 * `checking`: all of it was sent, the server has not answered yet.
 * `failed`: worth another try. `rejected`: by a rule, which another try would not change.
 */
type UploadState = 'waiting' | 'sending' | 'checking' | 'uploaded' | 'failed' | 'rejected';

export interface AttachmentUpload {
  readonly key: number;
  name: string;
  size: number;
  isImage: boolean;
  /** A picture of the file, as long as the browser has it. */
  preview: string | null;
  state: UploadState;
  /** The share that was sent, 0 to 1. */
  progress: number;
  attachmentId: string | null;
  /** Why it is rejected, when that was known before sending … */
  rule: AttachmentRule | null;
  /** … and when the server said so. */
  userErrors: UserErrorFieldsFragment[];
  failure: Failure | null;
}

export const isInProgress = ({ state }: AttachmentUpload): boolean =>
  state === 'waiting' || state === 'sending' || state === 'checking';

export function createUpload(file: File, name: string): AttachmentUpload {
  const isImage = /^image\/(png|jpeg|gif|webp|avif|bmp)$/.test(file.type) && extensionOf(name) !== '';
  const preview = isImage && file.size ? URL.createObjectURL(file) : null;
  return upload({ name, size: file.size, isImage, preview });
}

export const restoreUpload = ({ id, name, size, isImage }: StoredUpload): AttachmentUpload =>
  upload({ name, size, isImage, attachmentId: id, state: 'uploaded' });

let lastKey = 0;

const upload = (known: Partial<AttachmentUpload> & Pick<AttachmentUpload, 'name' | 'size' | 'isImage'>) =>
  reactive<AttachmentUpload>({
    key: ++lastKey,
    preview: null,
    state: 'waiting',
    progress: 0,
    attachmentId: null,
    rule: null,
    userErrors: [],
    failure: null,
    ...known,
  });
