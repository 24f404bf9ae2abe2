/** What was found out about a subject: in order, worth a look, or in the way of people. */
export interface Finding {
  subject: string;
  state: 'ok' | 'warning' | 'failed';
  /** In one line. */
  text: string;
  /** What to do about it. */
  advice?: string;
}

export const ok = (subject: string, text: string): Finding => ({ subject, state: 'ok', text });
export const warning = (subject: string, text: string, advice: string): Finding => ({
  subject,
  state: 'warning',
  text,
  advice,
});
export const failed = (subject: string, text: string, advice: string): Finding => ({
  subject,
  state: 'failed',
  text,
  advice,
});

/** The reason of an error in one line, also where there are several. */
export function reasonOf(error: unknown): string {
  const reasons = error instanceof AggregateError ? error.errors : [error];
  const texts = reasons.map((reason) => (reason instanceof Error ? reason.message : String(reason)));
  return [...new Set(texts)].join('; ').replaceAll(/\s+/g, ' ');
}
