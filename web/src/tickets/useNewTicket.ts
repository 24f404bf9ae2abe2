import { computed, ref } from 'vue';
import { useAttachmentUpload } from '../attachments/useAttachmentUpload';
import type { TicketCreateInput, TicketPriority, TicketType } from '../gql/graphql';
import { idempotencyKey } from '../portal/idempotency-key';
import { useDraft } from '../portal/useDraft';
import { useTicketCreate } from './useTicketVerbs';

export interface NewTicketDraft {
  title: string;
  description: string;
  type: TicketType;
  priority: TicketPriority;
  category: string;
}
interface Attempt {
  of: string;
  key: string;
}

/** The new ticket a person is writing, with its files: kept until it is sent, and made once however often sending is tried. */
export function useNewTicket(viewerId: string) {
  const { draft, drop } = useDraft<NewTicketDraft>(viewerId, 'ticket', () => ({
    title: '',
    description: '',
    type: 'ISSUE',
    priority: 'MEDIUM',
    category: '',
  }));
  const { draft: attempt, drop: dropAttempt } = useDraft<Attempt>(viewerId, 'ticket-attempt', () => ({
    of: '',
    key: '',
  }));
  const { send: create, ...verb } = useTicketCreate();
  const attachments = useAttachmentUpload(viewerId, 'ticket');
  const sending = ref(false);

  const input = computed<TicketCreateInput>(() => {
    const { category, title, ...rest } = draft.value;
    return { ...rest, title: title.trim(), ...(category.trim() ? { category: category.trim() } : {}) };
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
      attachments.heed(verb.userErrors.value);
      return null;
    }
    drop();
    dropAttempt();
    attachments.clear();
    return answer.ticket.id;
  }

  return { draft, drop, attachments, ...verb, send, sending };
}
