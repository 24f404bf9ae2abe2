import { createHash } from 'node:crypto';

/** What stands for a text that is not stored in clear text, or may be too long for a key. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
