import { countedAtMost } from '#shared/limits.ts';

/** What descriptions say of a bounded count. */
export const manyRule = `${(countedAtMost + 1).toLocaleString('en')} stands for more than ${countedAtMost.toLocaleString('en')}`;

/** SQL for the number of rows of `from … where …`, which costs no more with a million of them. */
export const boundedCount = (rows: string): string =>
  `(select count(*) from (select ${rows} limit ${countedAtMost + 1}) as counted)`;
