/** Which bytes of a file. */
export type Variant = 'original' | 'thumbnail';

/** Where a file is at the address of the API; a session link to it opens it. */
export const downloadPath = ({ id, name }: { id: string; name: string }, variant: Variant): string =>
  `/attachments/${id}/${encodeURIComponent(name)}?variant=${variant}`;
