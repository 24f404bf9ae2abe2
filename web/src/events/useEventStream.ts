import { tryOnScopeDispose, useEventListener, useTimeoutFn } from '@vueuse/core';
import { createClient } from 'graphql-ws';
import { readonly, ref, type Ref } from 'vue';
import { isUnauthenticated } from '../apollo/failure';
import { graphqlUrl } from '../apollo/request';
import type { AccessTokens } from '../apollo/session-link';
import type { PortalEventsSubscription } from '../gql/graphql';
import type { LiveState, PortalEvent } from './portal-event';
import { useBackoff } from './useBackoff';

interface EventStreamOptions {
  query: string;
  tokens: AccessTokens;
  /** The cursor of the data already on the screen, so that no event is lost in between; null when it is not known. */
  firstCursor: () => Promise<string | null>;
  onEvent: (event: PortalEvent) => void;
  /** Something may have been missed that cannot be replayed. */
  onGap: () => void;
}

const tokenCloseCodes = [4401, 4403];

/** Follows the portal's events while the calling scope lives; each connection resumes after the newest cursor seen. */
export function useEventStream({ query, tokens, firstCursor, onEvent, onGap }: EventStreamOptions) {
  const state = ref<LiveState>(restingState());
  let cursor: string | null = null;
  let token: string | null = null;
  let isTokenRejected = false;
  let isClosed = false;
  let unsubscribe = () => {};

  const backoff = useBackoff();
  const drop = () => client.terminate();
  const timer = (callback: () => void, ms: number) => useTimeoutFn(callback, ms, { immediate: false });
  const timers = {
    connect: timer(drop, 10_000),
    pong: timer(drop, 5_000),
    gap: timer(onGap, 300),
  };

  const client = createClient({
    url: new URL(graphqlUrl, location.href.replace(/^http/, 'ws')).href,
    connectionParams: async () => ({ accessToken: (token = await tokens.freshToken()) }),
    keepAlive: 12_000,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: waitBeforeRetry,
    on: {
      connecting: () => timers.connect.start(),
      connected() {
        timers.connect.stop();
        backoff.connected();
        if (!cursor) timers.gap.start();
        state.value = 'live';
      },
      ping: (received) => !received && timers.pong.start(),
      pong: (received) => received && timers.pong.stop(),
      closed(event) {
        Object.values(timers).forEach(({ stop }) => stop());
        isTokenRejected ||= tokenCloseCodes.includes((event as CloseEvent).code);
        state.value = restingState();
      },
    },
  });

  function subscribe(): void {
    // the client reads the cursor again whenever it sends the subscription again
    const variables = {
      get after() {
        return cursor;
      },
    };
    unsubscribe = client.subscribe<PortalEventsSubscription>(
      { query, variables },
      {
        next({ data, errors }) {
          if (data) return receive(data.portalEvents);
          if (!isUnauthenticated(errors)) return onGap();
          isTokenRejected = true;
          drop();
        },
        error(reason) {
          const errors = Array.isArray(reason) ? reason : undefined;
          if (isUnauthenticated(errors)) isTokenRejected = true;
          // a cursor the server cannot use must not be sent forever
          else if (errors) cursor = null;
          void resubscribe();
        },
        complete: () => void resubscribe(),
      },
    );
  }

  function receive(event: PortalEvent): void {
    if (event.cursor === cursor) return;
    cursor = event.cursor;
    if (event.__typename === 'ResyncRequired') onGap();
    else onEvent(event);
  }

  async function resubscribe(): Promise<void> {
    if (!isClosed) await waitBeforeRetry();
    if (!isClosed) subscribe();
  }

  async function waitBeforeRetry(): Promise<void> {
    if (isTokenRejected) await tokens.renew(token).catch(() => false);
    isTokenRejected = false;
    await backoff.wait();
  }

  async function start(): Promise<void> {
    cursor = await firstCursor();
    if (!isClosed) subscribe();
  }

  useEventListener(window, 'offline', drop);
  tryOnScopeDispose(() => {
    isClosed = true;
    unsubscribe();
    drop();
  });
  void start();

  return readonly(state) as Readonly<Ref<LiveState>>;
}

function restingState(): LiveState {
  return navigator.onLine ? 'connecting' : 'offline';
}
