import { tryOnScopeDispose } from '@vueuse/core';
import { computed, ref, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { isBlank } from '#shared/text.ts';
import { useAttachmentUpload } from '../attachments/useAttachmentUpload';
import type { TicketCreateInput, TicketPriority, TicketType } from '../gql/graphql';
import { useArticleSolved } from '../knowledge-base/useArticleSolved';
import { useDraft } from '../drafts/useDraft';
import { errorsOfValues, toValues, type Answers } from '../ticket-fields/answers';
import { useTicketFields, type TicketField } from '../ticket-fields/useTicketFields';
import { useTicketCreate } from './useTicketMutations';

export interface NewTicketDraft {
  title: string;
  description: string;
  type: TicketType;
  priority: TicketPriority;
  categoryId: string | null;
  /** To the fields of the tenant. */
  answers: Answers;
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
    answers: {},
    readArticle: null,
  }));
  const { asked } = useTicketFields();
  /** The fields whose answers were sent last, in the order in which the server knows them. */
  const sent = shallowRef<TicketField[]>([]);
  const { send: create, ...mutation } = useTicketCreate();
  const valueErrors = computed(() => errorsOfValues(sent.value, mutation.errorOf));
  const attachments = useAttachmentUpload(viewerId, name);
  const { attempt: solvedAttempt, drop: dropSolvedAttempt, ...solving } = useArticleSolved(viewerId);
  const sending = ref(false);

  const input = computed<TicketCreateInput>(() => {
    const { title, description, type, priority, categoryId, answers, readArticle } = draft.value;
    const note =
      readArticle && t('help.ticketNote', { title: readArticle.title, url: location.origin + readArticle.path });
    return {
      type,
      priority,
      ...(customerId ? { customerId } : {}),
      title: title.trim(),
      description: note && !isBlank(description) ? `${description.trimEnd()}\n\n${note}` : description,
      ...(categoryId ? { categoryId } : {}),
      ...(asked.value.length ? { fields: toValues(asked.value, answers) } : {}),
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
    sent.value = asked.value;
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
    const { title, description, answers } = draft.value;
    return (
      [title, description, ...Object.values(answers)].some((text) => !isBlank(text)) || attachments.uploads.length > 0
    );
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
    asked,
    valueErrors,
    discard,
    attachments,
    ...mutation,
    send,
    sending,
    solving: { ...solving, markSolved },
    resume,
  };
}
