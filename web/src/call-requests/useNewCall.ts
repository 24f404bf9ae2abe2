import { computed, toValue, type MaybeRefOrGetter, type Ref } from 'vue';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { CallRequestCreateDocument, type CallRequestCreateInput, type ViewerFragment } from '../gql/graphql';
import { idempotencyKey } from '../drafts/idempotency-key';
import { useDraft } from '../drafts/useDraft';
import { updateCallLists } from './update-call-lists';
import { useCallErrors } from './useCallErrors';

export interface NewCallDraft {
  /** null for that of the profile. */
  phone: string | null;
  reason: string;
  note: string;
}
interface Attempt {
  of: string;
  key: string;
  at: number;
}

/** An answer that was lost is asked for again within this time; later, the same wish is another call. */
const attemptLastsMs = 15 * 60_000;

/** The call a person is asking for: kept until it is sent, and booked once however often sending is tried. */
export function useNewCall(viewer: Readonly<Ref<ViewerFragment>>, ticketId: MaybeRefOrGetter<string | null>) {
  const { draft, drop } = useDraft<NewCallDraft>(viewer.value.id, 'call', () => ({
    phone: null,
    reason: '',
    note: '',
  }));
  const { draft: attempt, drop: dropAttempt } = useDraft<Attempt>(viewer.value.id, 'call-attempt', () => ({
    of: '',
    key: '',
    at: 0,
  }));
  const { send: create, ...mutation } = useMutationWithErrors(
    CallRequestCreateDocument,
    (data) => data.callRequestCreate,
    (cache, { callRequest }) => callRequest && updateCallLists(cache, callRequest, null),
  );
  const profilePhone = computed(() => viewer.value.phone || viewer.value.customer?.phone || '');
  const phone = computed({
    get: () => draft.value.phone ?? profilePhone.value,
    set: (typed) => (draft.value.phone = typed === profilePhone.value ? null : typed),
  });

  /** Asks for a call at a time, or now. Resolves to the id of the call, or to null. */
  async function send(scheduledAt: string | null): Promise<string | null> {
    if (mutation.sending.value) return null;
    const input: CallRequestCreateInput = {
      scheduledAt,
      ticketId: toValue(ticketId),
      phone: phone.value.trim() || null,
      reason: draft.value.reason.trim() || null,
      note: draft.value.note.trim() || null,
    };
    const of = JSON.stringify(input);
    const isSame = attempt.value.of === of && Date.now() - attempt.value.at < attemptLastsMs;
    if (!isSame) attempt.value = { of, key: idempotencyKey(), at: Date.now() };
    const answer = await create({ input: { ...input, idempotencyKey: attempt.value.key } });
    if (!answer?.callRequest) return null;
    drop();
    dropAttempt();
    return answer.callRequest.id;
  }

  return {
    draft,
    phone,
    send,
    sending: mutation.sending,
    failure: mutation.failure,
    reset: mutation.reset,
    ...useCallErrors(mutation),
  };
}
