import { computed } from 'vue';
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

/** The new ticket a person is writing: kept until it is sent, and made once however often sending is tried. */
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

  const input = computed<TicketCreateInput>(() => {
    const { category, title, ...rest } = draft.value;
    return { ...rest, title: title.trim(), ...(category.trim() ? { category: category.trim() } : {}) };
  });

  /** Resolves to the id of the new ticket, or to null. */
  async function send(): Promise<string | null> {
    const of = JSON.stringify(input.value);
    if (attempt.value.of !== of) attempt.value = { of, key: idempotencyKey() };
    const answer = await create({ input: { ...input.value, idempotencyKey: attempt.value.key } });
    if (!answer?.ticket) return null;
    drop();
    dropAttempt();
    return answer.ticket.id;
  }

  return { draft, drop, send, ...verb };
}
