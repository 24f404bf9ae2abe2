import type { ComputedRef, InjectionKey } from 'vue';

/** What follows the title of a page in the browser's tab; undefined while nobody is signed in. */
export const siteNameKey: InjectionKey<ComputedRef<string | undefined>> = Symbol('site name');
