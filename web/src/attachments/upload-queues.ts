import type { ApolloClient } from '@apollo/client/core';
import { watch } from 'vue';
import { session } from '../sessions/session';
import { UploadQueue } from './upload-queue';

const queues = new Map<string, UploadQueue>();

/** The queue of one draft of a person. It goes on while other pages are looked at, and ends with the session. */
export function uploadQueueOf(client: ApolloClient<unknown>, viewerId: string, draftName: string): UploadQueue {
  const key = `${viewerId}.${draftName}`;
  const queue = queues.get(key) ?? new UploadQueue(client, viewerId, draftName);
  queues.set(key, queue);
  return queue;
}

watch(
  () => session.viewer.value?.id,
  () => {
    queues.forEach((queue) => queue.close());
    queues.clear();
  },
);
