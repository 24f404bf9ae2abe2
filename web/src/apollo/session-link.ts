import { ApolloLink, Observable, type FetchResult, type Operation } from '@apollo/client/core';
import { session } from '../sessions/session';
import { isUnauthenticated, statusOf } from './failure';

/** Signs each request; when the server no longer takes the token, renews the session and asks once more. */
export const sessionLink = new ApolloLink((operation, forward) => {
  return new Observable<FetchResult>((observer) => {
    let closed = false;
    let inner: { unsubscribe(): void } | undefined;

    async function attempt(isLast: boolean): Promise<void> {
      const token = await session.freshToken();
      if (closed) return;
      sign(operation, token);
      let again = false;
      const renewOr = async (giveUp: () => void) => {
        again = true;
        if (await session.renew(token)) return attempt(true);
        // Still signed in means that the renewal itself did not get through: a matter of the network.
        if (session.state.value === 'signed-in') observer.error(new TypeError('The session could not be renewed'));
        else giveUp();
      };
      inner = forward(operation).subscribe({
        next(result) {
          if (!isLast && isUnauthenticated(result.errors)) {
            void renewOr(() => {
              observer.next(result);
              observer.complete();
            });
          } else observer.next(result);
        },
        error(error) {
          if (!isLast && statusOf(error) === 401) void renewOr(() => observer.error(error));
          else observer.error(error);
        },
        complete() {
          if (!again) observer.complete();
        },
      });
    }

    attempt(false).catch((error: unknown) => observer.error(error));
    return () => {
      closed = true;
      inner?.unsubscribe();
    };
  });
});

function sign(operation: Operation, token: string | null): void {
  operation.setContext(({ headers }: { headers?: Record<string, string> }) => ({
    headers: { ...headers, ...(token ? { authorization: `Bearer ${token}` } : {}) },
  }));
}
