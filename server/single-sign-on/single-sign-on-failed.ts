import type { SingleSignOnFailure } from '#shared/single-sign-on.ts';

/** Why somebody does not come in; the sign-in page has a text for it. */
export class SingleSignOnFailed extends Error {
  constructor(
    readonly failure: SingleSignOnFailure,
    cause?: unknown,
  ) {
    super(failure, { cause });
  }
}
