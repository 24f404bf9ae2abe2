import { createClient } from 'graphql-ws';
import { readonly, ref, type Ref } from 'vue';
import { session } from '../sessions/session';
import { isUnauthenticated } from '../apollo/failure';
import { graphqlUrl } from '../apollo/request';
import type { PortalEventsSubscription } from '../gql/graphql';

export type PortalEvent = PortalEventsSubscription['portalEvents'];
export type LiveState = 'connecting' | 'live' | 'offline';

export interface EventStream {
  state: Readonly<Ref<LiveState>>;
  close: () => void;
}

interface EventStreamOptions {
  query: string;
  /** Where what is on the screen was read, so that nothing falls between; null when that is not known. */
  firstCursor: () => Promise<string | null>;
  onEvent: (event: PortalEvent) => void;
  /** Something may have been missed that cannot be replayed. */
  onGap: () => void;
}

const pingEveryMs = 12_000;
const pongWithinMs = 5_000;
const connectWithinMs = 10_000;
const subscribedAfterMs = 300;
const longestWaitMs = 30_000;
const tokenCloseCodes = [4401, 4403];

/**
 * Follows the portal's events for as long as it is open: one subscription per connection, each one resumed
 * after the newest cursor seen. (graphql-ws' own retries would repeat the cursor of the first one.)
 */
export function openEventStream({ query, firstCursor, onEvent, onGap }: EventStreamOptions): EventStream {
  const state = ref<LiveState>(restingState());
  let cursor: string | null = null;
  let closed = false;
  let attempts = 0;
  let dropConnection = () => {};
  let stopWaiting = () => {};

  function receive(event: PortalEvent): void {
    if (event.cursor === cursor) return;
    cursor = event.cursor;
    if (event.__typename === 'ResyncRequired') onGap();
    else onEvent(event);
  }

  /** One connection with one subscription; resolves when it is over, with whether the token was the reason. */
  function follow(): Promise<{ renewToken: string | null | false }> {
    return new Promise((resolve) => {
      let token: string | null = null;
      let over = false;
      const timers: Record<string, ReturnType<typeof setTimeout>> = {};
      const after = (name: string, ms: number, work: () => void) => {
        clearTimeout(timers[name]);
        timers[name] = setTimeout(work, ms);
      };
      const socket = createClient({
        url: new URL(graphqlUrl, location.href.replace(/^http/, 'ws')).href,
        retryAttempts: 0,
        keepAlive: pingEveryMs,
        connectionParams: async () => ({ accessToken: (token = await session.freshToken()) }),
        on: {
          connected: () => {
            clearTimeout(timers['connect']);
            state.value = 'live';
            after('settle', 5_000, () => (attempts = 0));
            if (!cursor) after('gap', subscribedAfterMs, onGap);
          },
          ping: (received) => !received && after('pong', pongWithinMs, () => socket.terminate()),
          pong: (received) => received && clearTimeout(timers['pong']),
          closed: (event) => finish(tokenCloseCodes.includes((event as CloseEvent).code)),
        },
      });
      const unsubscribe = socket.subscribe<PortalEventsSubscription>(
        { query, variables: { after: cursor } },
        {
          next: ({ data, errors }) => {
            if (data) receive(data.portalEvents);
            else if (isUnauthenticated(errors)) finish(true);
            else onGap();
          },
          error: (reason) => {
            const errors = Array.isArray(reason) ? reason : undefined;
            // A cursor the server cannot use must not be offered for ever.
            if (errors && !isUnauthenticated(errors)) cursor = null;
            finish(isUnauthenticated(errors));
          },
          complete: () => finish(false),
        },
      );
      after('connect', connectWithinMs, () => socket.terminate());
      dropConnection = () => socket.terminate();

      function finish(tokenSpent: boolean): void {
        if (over) return;
        over = true;
        Object.values(timers).forEach(clearTimeout);
        if (!closed) state.value = restingState();
        unsubscribe();
        // A turn later, as graphql-ws is still busy with the event that brought us here.
        setTimeout(() => {
          socket.terminate();
          resolve({ renewToken: tokenSpent && token });
        });
      }
    });
  }

  async function run(): Promise<void> {
    cursor = await firstCursor();
    if (closed) return;
    for (;;) {
      const { renewToken } = await follow();
      if (closed) return;
      if (renewToken !== false) await session.renew(renewToken);
      await waitBeforeRetry(attempts++);
      if (closed) return;
    }
  }

  /** Waits longer each time, with a random part so that a restarted server is not met by all tabs at once. */
  function waitBeforeRetry(attempt: number): Promise<void> {
    const ceiling = Math.min(longestWaitMs, 400 * 2 ** attempt);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ceiling * (0.4 + Math.random() * 0.6));
      stopWaiting = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  function onOnline(): void {
    attempts = 0;
    stopWaiting();
  }
  function onOffline(): void {
    dropConnection();
  }
  function onVisible(): void {
    if (document.visibilityState === 'visible') stopWaiting();
  }
  window.addEventListener('online', onOnline);
  window.addEventListener('offline', onOffline);
  document.addEventListener('visibilitychange', onVisible);
  void run();

  return {
    state: readonly(state),
    close() {
      closed = true;
      window.removeEventListener('online', onOnline);
      window.removeEventListener('offline', onOffline);
      document.removeEventListener('visibilitychange', onVisible);
      stopWaiting();
      dropConnection();
    },
  };
}

function restingState(): LiveState {
  return navigator.onLine ? 'connecting' : 'offline';
}
