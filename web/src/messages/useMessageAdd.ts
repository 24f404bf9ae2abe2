import { ref } from 'vue';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { useAttachmentUpload } from '../attachments/useAttachmentUpload';
import { MessageAddDocument } from '../gql/graphql';
import { idempotencyKey } from '../drafts/idempotency-key';
import { useDraft } from '../drafts/useDraft';
import { addMessage } from './add-message';

interface MessageDraft {
  body: string;
  internal: boolean;
  /** What was last tried to send with its key: the same sent again must not appear twice. */
  attempt: { of: string; key: string } | null;
}

/** A reply being written to a ticket, with its files: kept until it is sent. */
export function useMessageAdd(ticketId: string, viewerId: string) {
  const { draft, drop } = useDraft<MessageDraft>(viewerId, `message.${ticketId}`, () => ({
    body: '',
    internal: false,
    attempt: null,
  }));
  const { send: add, ...mutation } = useMutationWithErrors(
    MessageAddDocument,
    (data) => data.messageAdd,
    (cache, { message }) => message && addMessage(cache, ticketId, message),
  );

  const attachments = useAttachmentUpload(viewerId, `message.${ticketId}`);
  const sending = ref(false);

  async function send(): Promise<boolean> {
    if (sending.value) return false;
    sending.value = true;
    try {
      const attachmentIds = await attachments.arrive();
      return !!attachmentIds && (await sendWith(attachmentIds));
    } finally {
      sending.value = false;
    }
  }

  async function sendWith(attachmentIds: string[]): Promise<boolean> {
    const { body, internal } = draft.value;
    const of = JSON.stringify({ body, internal, attachmentIds });
    if (draft.value.attempt?.of !== of) draft.value.attempt = { of, key: idempotencyKey() };
    const answer = await add({
      ticketId,
      input: { body: body.trim(), internal, attachmentIds, idempotencyKey: draft.value.attempt.key },
    });
    if (answer) {
      drop();
      attachments.clear();
    } else attachments.heed(mutation.userErrors.value);
    return !!answer;
  }

  return { draft, attachments, ...mutation, send, sending };
}
