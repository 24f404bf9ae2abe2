import type { ComputedRef, InjectionKey } from 'vue';

/** What follows the title of a page in the browser's tab; undefined while nobody is signed in. */
export const siteNameKey: InjectionKey<ComputedRef<string | undefined>> = Symbol('site name');

/** What is unread, before the title of a page in the browser's tab. */
export const unreadCountKey: InjectionKey<ComputedRef<number>> = Symbol('unread count');
