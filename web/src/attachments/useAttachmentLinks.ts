import type { ApolloCache } from '@apollo/client/core';
import { useApolloClient } from '@vue/apollo-composable';
import { tryOnScopeDispose } from '@vueuse/core';
import { ref, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { failureOf, type Failure } from '../apollo/failure';
import {
  AttachmentFieldsFragmentDoc,
  TicketAttachmentsDocument,
  type AttachmentFieldsFragment,
  type MessageFieldsFragment,
} from '../gql/graphql';

const pageSize = 100;
const pagesAtMost = 10;
const thumbnailDelaysMs = [1_500, 4_000, 10_000];
const triesAtMost = 3;

/** Keeps the links to a ticket's files good: they end after minutes, and a thumbnail comes a while after its picture. */
export function useAttachmentLinks(ticketId: string, messages: MaybeRefOrGetter<readonly MessageFieldsFragment[]>) {
  const { client } = useApolloClient();
  const downloading = ref<string | null>(null);
  const tries = new Map<string, number>();
  const wanted = new Set<string>();
  let asking: Promise<void> | null = null;

  /** Asks for new links to the given files, and to all that are younger. One question at a time. */
  function renew(ids: readonly string[]): Promise<void> {
    ids.forEach((id) => wanted.add(id));
    asking ??= Promise.resolve()
      .then(ask)
      .finally(() => (asking = null));
    return asking;
  }

  async function ask(): Promise<void> {
    const missing = new Set(wanted);
    wanted.clear();
    let before: string | null | undefined;
    for (let page = 0; page < pagesAtMost && missing.size; page++) {
      const { data } = await client.query({
        query: TicketAttachmentsDocument,
        variables: { id: ticketId, last: pageSize, before },
        fetchPolicy: 'no-cache',
      });
      const thread = data.ticket?.messages;
      for (const attachment of thread?.nodes.flatMap((message) => message.attachments) ?? []) {
        missing.delete(attachment.id);
        remember(client.cache, attachment);
      }
      if (!thread?.pageInfo.hasPreviousPage) return;
      before = thread.pageInfo.startCursor;
    }
  }

  /** A picture did not load: most often its link has ended. */
  function mend({ id }: AttachmentFieldsFragment): void {
    const tried = tries.get(id) ?? 0;
    if (tried >= triesAtMost) return;
    tries.set(id, tried + 1);
    renew([id]).catch(() => {
      // Without a picture its card is shown, which says what it is and can be tried.
    });
  }

  /** Resolves to why the file could not be had, or to null. */
  async function download({ id, url, name }: AttachmentFieldsFragment): Promise<Failure | 'gone' | null> {
    if (downloading.value) return null;
    downloading.value = id;
    try {
      const good = (await isGood(url)) ? url : await renewedUrl(id);
      if (good) follow(good, name);
      return good ? null : 'gone';
    } catch (error) {
      return failureOf(error);
    } finally {
      downloading.value = null;
    }
  }

  async function renewedUrl(id: string): Promise<string | null> {
    await renew([id]);
    const url = recall(client.cache, id)?.url;
    return url && (await isGood(url)) ? url : null;
  }

  const timers: Record<string, ReturnType<typeof setTimeout>> = {};
  function awaitThumbnail(id: string, attempt = 0): void {
    const next = attempt + 1;
    timers[id] = setTimeout(() => {
      void renew([id])
        .catch(() => {})
        .then(
          () => !recall(client.cache, id)?.thumbnailUrl && next < thumbnailDelaysMs.length && awaitThumbnail(id, next),
        );
    }, thumbnailDelaysMs[attempt]);
  }
  watch(
    () => toValue(messages).flatMap(({ attachments }) => attachments),
    (attachments) => {
      for (const { id, isImage, thumbnailUrl } of attachments) {
        if (isImage && !thumbnailUrl && !(id in timers)) awaitThumbnail(id);
      }
    },
    { immediate: true },
  );
  tryOnScopeDispose(() => Object.values(timers).forEach(clearTimeout));

  return { mend, download, downloading };
}

function remember(cache: ApolloCache<unknown>, attachment: AttachmentFieldsFragment): void {
  cache.writeFragment({
    fragment: AttachmentFieldsFragmentDoc,
    fragmentName: 'AttachmentFields',
    data: attachment,
  });
}

function recall(cache: ApolloCache<unknown>, id: string): AttachmentFieldsFragment | null {
  return cache.readFragment<AttachmentFieldsFragment>({
    id: cache.identify({ __typename: 'Attachment', id }),
    fragment: AttachmentFieldsFragmentDoc,
    fragmentName: 'AttachmentFields',
  });
}

/** Asks before the browser goes there: a link that has ended would put an error page in place of the portal. */
async function isGood(url: string): Promise<boolean> {
  const { ok, status } = await fetch(url, { method: 'HEAD', cache: 'no-store' });
  if (status >= 500) throw Object.assign(new Error('The file cannot be had now'), { statusCode: status });
  return ok;
}

function follow(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}
