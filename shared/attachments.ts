/** Bytes of the largest file that a tenant can allow. */
export const largestFile = 100 * 1024 * 1024;

/** Files of one message that a tenant can allow. */
export const mostFiles = 10;

/** Bytes of all files of a tenant, at most. */
export const largestStorage = 1024 ** 5;
