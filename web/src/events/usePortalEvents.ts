import type { ApolloCache, ApolloClient } from '@apollo/client/core';
import { useApolloClient } from '@vue/apollo-composable';
import { createEventHook, tryOnScopeDispose } from '@vueuse/core';
import { print } from 'graphql';
import { readonly, ref, watch, type Ref } from 'vue';
import type { AccessTokens } from '../apollo/session-link';
import { PortalEventsCursorDocument, PortalEventsDocument } from '../gql/graphql';
import type { LiveState, PortalEvent } from './portal-event';
import { useEventStream } from './useEventStream';

const pageLoadMs = 1_500;
const liveState = ref<LiveState>('connecting');
const received = createEventHook<PortalEvent>();

/** Keeps the Apollo cache up to date with what happens in the portal, while the calling scope lives. */
export function usePortalEvents(
  tokens: AccessTokens,
  applyEvent: (cache: ApolloCache<unknown>, event: PortalEvent) => void,
): void {
  const { client } = useApolloClient();
  const state = useEventStream({
    query: print(client.cache.transformDocument(PortalEventsDocument)),
    tokens,
    firstCursor: () => readFirstCursor(client),
    onEvent(event) {
      applyEvent(client.cache, event);
      void received.trigger(event);
    },
    onGap() {
      client.refetchQueries({ include: 'active' }).catch(() => {
        // Each query shows its own failure where its data would be.
      });
    },
  });
  watch(state, (now) => (liveState.value = now), { immediate: true, flush: 'sync' });
  tryOnScopeDispose(() => (liveState.value = 'connecting'));
}

/** The cursor that came with the first data of the page; on a page that shows none, the newest there is. */
async function readFirstCursor(client: ApolloClient<unknown>): Promise<string | null> {
  const query = PortalEventsCursorDocument;
  const fromPage = await new Promise<string | null>((resolve) => {
    const timer = setTimeout(() => done(null), pageLoadMs);
    const stop = client.cache.watch({
      query,
      optimistic: false,
      immediate: true,
      callback: ({ result, complete }) => complete && result && done(result.portalEventsCursor),
    });
    function done(cursor: string | null): void {
      clearTimeout(timer);
      // The first callback comes before there is anything to stop.
      queueMicrotask(() => stop());
      resolve(cursor);
    }
  });
  if (fromPage) return fromPage;
  const answer = await client.query({ query, fetchPolicy: 'network-only' }).catch(() => null);
  return answer?.data.portalEventsCursor ?? null;
}

export const useLiveState = (): Readonly<Ref<LiveState>> => readonly(liveState);

/** Calls back for each event that concerns the viewer, after the cache was updated. */
export function onPortalEvent(listener: (event: PortalEvent) => void): void {
  received.on(listener);
}
