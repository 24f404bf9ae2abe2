import { createEventHook, tryOnScopeDispose } from '@vueuse/core';
import { print } from 'graphql';
import { computed, shallowRef, type ComputedRef } from 'vue';
import { client } from '../apollo/client';
import { PortalEventsCursorDocument, PortalEventsDocument } from '../gql/graphql';
import { applyEvent } from './apply-event';
import { openEventStream, type EventStream, type LiveState, type PortalEvent } from './event-stream';

const stream = shallowRef<EventStream | null>(null);
const pageLoadMs = 1_500;
const arrived = createEventHook<PortalEvent>();

/** Keeps the Apollo cache up to date with what happens in the portal, while the calling scope lives. */
export function usePortalEvents(): void {
  const opened = openEventStream({
    query: print(client.cache.transformDocument(PortalEventsDocument)),
    firstCursor,
    onEvent(event) {
      applyEvent(client.cache, event);
      void arrived.trigger(event);
    },
    onGap() {
      client.refetchQueries({ include: 'active' }).catch(() => {
        // Each query shows its own failure where its data would be.
      });
    },
  });
  stream.value = opened;
  tryOnScopeDispose(() => {
    opened.close();
    if (stream.value === opened) stream.value = null;
  });
}

/** The cursor that came with the first data of the page; on a page that shows none, the newest there is. */
async function firstCursor(): Promise<string | null> {
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

export function useLive(): { live: ComputedRef<LiveState> } {
  return { live: computed(() => stream.value?.state.value ?? 'connecting') };
}

/** Calls back for each event that concerns the caller, after the cache knows it. */
export function onPortalEvent(listener: (event: PortalEvent) => void): void {
  arrived.on(listener);
}
