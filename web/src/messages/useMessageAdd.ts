import { ref } from 'vue';
import { toText } from '#shared/text.ts';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { useAttachmentUpload } from '../attachments/useAttachmentUpload';
import { MessageAddDocument } from '../gql/graphql';
import { useDraft } from '../drafts/useDraft';
import { addMessage } from './add-message';

interface MessageDraft {
  body: string;
  internal: boolean;
}

/** A reply being written to a ticket, with its files: kept until it is sent. */
export function useMessageAdd(ticketId: string, viewerId: string) {
  const { draft, keyFor, drop } = useDraft<MessageDraft>(viewerId, `message.${ticketId}`, () => ({
    body: '',
    internal: false,
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
      const attachmentIds = await attachments.waitForUploads();
      return !!attachmentIds && (await sendWith(attachmentIds));
    } finally {
      sending.value = false;
    }
  }

  async function sendWith(attachmentIds: string[]): Promise<boolean> {
    const { body, internal } = draft.value;
    const input = { body: toText(body), internal, attachmentIds };
    const answer = await add({ ticketId, input: { ...input, idempotencyKey: keyFor(input) } });
    if (answer) {
      drop();
      attachments.clear();
    } else attachments.handleUserErrors(mutation.userErrors.value);
    return !!answer;
  }

  return { draft, attachments, ...mutation, send, sending };
}
