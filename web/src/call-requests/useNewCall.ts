import { computed, toValue, type MaybeRefOrGetter, type Ref } from 'vue';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { CallRequestCreateDocument, type CallRequestCreateInput, type ViewerFragment } from '../gql/graphql';
import { useDraft } from '../drafts/useDraft';
import { updateCallLists } from './update-call-lists';
import { useCallErrors } from './useCallErrors';

export interface NewCallDraft {
  /** null for that of the profile. */
  phone: string | null;
  reason: string;
  note: string;
}

/** After this time, the same input is a request for another call. */
const attemptMaxAgeMs = 15 * 60_000;

/** The call a person is requesting: kept until it is sent, and booked once however often sending is tried. */
export function useNewCall(
  viewer: Readonly<Ref<ViewerFragment>>,
  ticketId: MaybeRefOrGetter<string | null>,
  /** For whom staff book it. */
  customer: { id: string; phone: () => string } | null,
) {
  const name = customer ? `call-for.${customer.id}` : 'call';
  const { draft, keyFor, drop } = useDraft<NewCallDraft>(viewer.value.id, name, () => ({
    phone: null,
    reason: '',
    note: '',
  }));
  const { send: create, ...mutation } = useMutationWithErrors(
    CallRequestCreateDocument,
    (data) => data.callRequestCreate,
    (cache, { callRequest }) => callRequest && updateCallLists(cache, callRequest, null),
  );
  const profilePhone = computed(() =>
    customer ? customer.phone() : viewer.value.phone || viewer.value.customer?.phone || '',
  );
  const phone = computed({
    get: () => draft.value.phone ?? profilePhone.value,
    set: (typed) => (draft.value.phone = typed === profilePhone.value ? null : typed),
  });

  /** Asks for a call at a time, or now. Resolves to the id of the call, or to null. */
  async function send(scheduledAt: string | null): Promise<string | null> {
    if (mutation.sending.value) return null;
    const input: CallRequestCreateInput = {
      ...(customer ? { customerId: customer.id } : {}),
      scheduledAt,
      ticketId: toValue(ticketId),
      phone: phone.value.trim() || null,
      reason: draft.value.reason.trim() || null,
      note: draft.value.note.trim() || null,
    };
    const answer = await create({ input: { ...input, idempotencyKey: keyFor(input, attemptMaxAgeMs) } });
    if (!answer?.callRequest) return null;
    drop();
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
