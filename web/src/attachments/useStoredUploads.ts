import { useDraft } from '../drafts/useDraft';

/** A file the server has, and no message yet. */
export interface StoredUpload {
  id: string;
  name: string;
  size: number;
  isImage: boolean;
  storedAt: number;
}

// The server deletes what no message has claimed after a day.
const maxAgeMs = 23 * 60 * 60 * 1000;

/** Remembers the uploaded files of something being written until it is sent. */
export function useStoredUploads(viewerId: string, draftName: string, onChangedElsewhere: () => void) {
  const { draft, drop } = useDraft<{ files: StoredUpload[] }>(
    viewerId,
    `${draftName}.attachments`,
    () => ({ files: [] }),
    onChangedElsewhere,
  );
  return {
    list: (): StoredUpload[] => draft.value.files.filter(({ storedAt }) => Date.now() - storedAt < maxAgeMs),
    add({ id, name, size, isImage }: Omit<StoredUpload, 'storedAt'>): void {
      draft.value.files.push({ id, name, size, isImage, storedAt: Date.now() });
    },
    remove(id: string | null): void {
      draft.value.files = draft.value.files.filter((file) => file.id !== id);
    },
    drop,
  };
}
