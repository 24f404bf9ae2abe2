import { useVerb } from '../apollo/useVerb';
import { MessageAddDocument } from '../gql/graphql';
import { idempotencyKey } from '../portal/idempotency-key';
import { useDraft } from '../portal/useDraft';
import { addMessage } from './add-message';

interface MessageDraft {
  body: string;
  internal: boolean;
  /** The text that was last tried to send with its key: the same text sent again must not appear twice. */
  attempt: { of: string; key: string } | null;
}

/** A reply being written to a ticket: kept until it is sent. */
export function useMessageAdd(ticketId: string, viewerId: string) {
  const { draft, drop } = useDraft<MessageDraft>(viewerId, `message.${ticketId}`, () => ({
    body: '',
    internal: false,
    attempt: null,
  }));
  const { send: add, ...verb } = useVerb(
    MessageAddDocument,
    (data) => data.messageAdd,
    (cache, { message }) => message && addMessage(cache, ticketId, message),
  );

  async function send(): Promise<boolean> {
    const { body, internal } = draft.value;
    const of = JSON.stringify({ body, internal });
    if (draft.value.attempt?.of !== of) draft.value.attempt = { of, key: idempotencyKey() };
    const answer = await add({
      ticketId,
      input: { body: body.trim(), internal, idempotencyKey: draft.value.attempt.key },
    });
    if (answer) drop();
    return !!answer;
  }

  return { draft, send, ...verb };
}
