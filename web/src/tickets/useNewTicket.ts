import { tryOnScopeDispose } from '@vueuse/core';
import { computed, ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { isBlank } from '#shared/text.ts';
import { useAttachmentUpload } from '../attachments/useAttachmentUpload';
import type { TicketCreateInput, TicketPriority, TicketType } from '../gql/graphql';
import { useArticleSolved } from '../knowledge-base/useArticleSolved';
import { useDraft } from '../drafts/useDraft';
import { useTicketCreate } from './useTicketMutations';

export interface NewTicketDraft {
  title: string;
  description: string;
  type: TicketType;
  priority: TicketPriority;
  categoryId: string | null;
  /** The help article it was opened from. */
  readArticle: { title: string; path: string } | null;
}

/**
 * The new ticket a person is writing, for themselves or as staff for a customer, with its files: kept until it is sent, and
 * created once however often it is sent.
 */
export function useNewTicket(viewerId: string, customerId: string | null = null) {
  const { t } = useI18n();
  const name = customerId ? `ticket-for.${customerId}` : 'ticket';
  const { draft, keyFor, drop } = useDraft<NewTicketDraft>(viewerId, name, () => ({
    title: '',
    description: '',
    type: 'ISSUE',
    priority: 'MEDIUM',
    categoryId: null,
    readArticle: null,
  }));
  const { send: create, ...mutation } = useTicketCreate();
  const attachments = useAttachmentUpload(viewerId, name);
  const { attempt: solvedAttempt, drop: dropSolvedAttempt, ...solving } = useArticleSolved(viewerId);
  const sending = ref(false);

  const input = computed<TicketCreateInput>(() => {
    const { title, description, type, priority, categoryId, readArticle } = draft.value;
    const note =
      readArticle && t('help.ticketNote', { title: readArticle.title, url: location.origin + readArticle.path });
    return {
      type,
      priority,
      ...(customerId ? { customerId } : {}),
      title: title.trim(),
      description: note && !isBlank(description) ? `${description.trimEnd()}\n\n${note}` : description,
      ...(categoryId ? { categoryId } : {}),
    };
  });

  /** Resolves to the id of the new ticket, or to null. */
  async function send(): Promise<string | null> {
    if (sending.value) return null;
    sending.value = true;
    try {
      const attachmentIds = await attachments.waitForUploads();
      return attachmentIds && (await sendWith(attachmentIds));
    } finally {
      sending.value = false;
    }
  }

  async function sendWith(attachmentIds: string[]): Promise<string | null> {
    const whole = { ...input.value, attachmentIds };
    const answer = await create({ input: { ...whole, idempotencyKey: keyFor(whole) } });
    if (!answer?.ticket) {
      attachments.handleUserErrors(mutation.userErrors.value);
      return null;
    }
    drop();
    dropSolvedAttempt();
    attachments.clear();
    return answer.ticket.id;
  }

  const isBegun = computed(() => {
    const { title, description } = draft.value;
    return !isBlank(title) || !isBlank(description) || attachments.uploads.length > 0;
  });

  function discard(): void {
    drop();
    [...attachments.uploads].forEach(attachments.remove);
  }

  let setAside: { draft: NewTicketDraft; attempt: typeof solvedAttempt.value } | null = null;

  /** Resolves to whether it is recorded that an article made the ticket unnecessary; the draft is set aside then. */
  async function markSolved(articleId: string): Promise<boolean> {
    if (!(await solving.markSolved(articleId))) return false;
    setAside = { draft: draft.value, attempt: solvedAttempt.value };
    drop();
    dropSolvedAttempt();
    return true;
  }

  /** Brings back the draft that was set aside. */
  function resume(): void {
    if (setAside) [draft.value, solvedAttempt.value] = [setAside.draft, setAside.attempt];
    setAside = null;
  }

  // A draft still set aside when the page is left is no longer needed, nor are its files.
  tryOnScopeDispose(() => {
    if (setAside) [...attachments.uploads].forEach(attachments.remove);
  });

  return {
    draft,
    isBegun,
    discard,
    attachments,
    ...mutation,
    send,
    sending,
    solving: { ...solving, markSolved },
    resume,
  };
}
