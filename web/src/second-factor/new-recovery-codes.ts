import { shallowRef } from 'vue';

/** Recovery codes of somebody who set up their second factor to come in, until they have kept them. */
export const newRecoveryCodes = shallowRef<string[] | null>(null);
