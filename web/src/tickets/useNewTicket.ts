import { tryOnScopeDispose } from '@vueuse/core';
import { computed, ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { useAttachmentUpload } from '../attachments/useAttachmentUpload';
import type { TicketCreateInput, TicketPriority, TicketType } from '../gql/graphql';
import { useMatterSolved } from '../knowledge-base/useMatterSolved';
import { idempotencyKey } from '../drafts/idempotency-key';
import { useDraft } from '../drafts/useDraft';
import { useTicketCreate } from './useTicketMutations';

export interface NewTicketDraft {
  title: string;
  description: string;
  type: TicketType;
  priority: TicketPriority;
  category: string;
  /** The help article it was begun from. */
  readArticle: { title: string; path: string } | null;
}
interface Attempt {
  of: string;
  key: string;
}

/** The new ticket a person is writing, with its files: kept until it is sent, and made once however often sending is tried. */
export function useNewTicket(viewerId: string) {
  const { t } = useI18n();
  const { draft, drop } = useDraft<NewTicketDraft>(viewerId, 'ticket', () => ({
    title: '',
    description: '',
    type: 'ISSUE',
    priority: 'MEDIUM',
    category: '',
    readArticle: null,
  }));
  const { draft: attempt, drop: dropAttempt } = useDraft<Attempt>(viewerId, 'ticket-attempt', () => ({
    of: '',
    key: '',
  }));
  const { send: create, ...mutation } = useTicketCreate();
  const attachments = useAttachmentUpload(viewerId, 'ticket');
  const { matter, endMatter, ...solving } = useMatterSolved(viewerId);
  const sending = ref(false);

  const input = computed<TicketCreateInput>(() => {
    const { category, title, description, readArticle, ...rest } = draft.value;
    const note =
      readArticle && t('help.ticketNote', { title: readArticle.title, url: location.origin + readArticle.path });
    return {
      ...rest,
      title: title.trim(),
      description: note && description.trim() ? `${description.trimEnd()}\n\n${note}` : description,
      ...(category.trim() ? { category: category.trim() } : {}),
    };
  });

  /** Resolves to the id of the new ticket, or to null. */
  async function send(): Promise<string | null> {
    if (sending.value) return null;
    sending.value = true;
    try {
      const attachmentIds = await attachments.arrive();
      return attachmentIds && (await sendWith(attachmentIds));
    } finally {
      sending.value = false;
    }
  }

  async function sendWith(attachmentIds: string[]): Promise<string | null> {
    const whole = { ...input.value, attachmentIds };
    const of = JSON.stringify(whole);
    if (attempt.value.of !== of) attempt.value = { of, key: idempotencyKey() };
    const answer = await create({ input: { ...whole, idempotencyKey: attempt.value.key } });
    if (!answer?.ticket) {
      attachments.heed(mutation.userErrors.value);
      return null;
    }
    drop();
    dropAttempt();
    endMatter();
    attachments.clear();
    return answer.ticket.id;
  }

  let aside: { draft: NewTicketDraft; matter: typeof matter.value } | null = null;

  /** Resolves to whether it is recorded that an article has solved the matter; what was written is put aside then. */
  async function markSolved(articleId: string): Promise<boolean> {
    if (!(await solving.markSolved(articleId))) return false;
    aside = { draft: draft.value, matter: matter.value };
    drop();
    dropAttempt();
    endMatter();
    return true;
  }

  /** Brings back what was put aside. */
  function takeUp(): void {
    if (aside) [draft.value, matter.value] = [aside.draft, aside.matter];
    aside = null;
  }

  // What is still put aside when the page is left is not needed any more, and its files neither.
  tryOnScopeDispose(() => {
    if (aside) [...attachments.uploads].forEach(attachments.remove);
  });

  return { draft, drop, attachments, ...mutation, send, sending, solving: { ...solving, markSolved }, takeUp };
}
