import { useApolloClient } from '@vue/apollo-composable';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import {
  FeedbackDeclineDocument,
  FeedbackSubmitDocument,
  FeedbackUpdateDocument,
  TicketDocument,
  type FeedbackFieldsFragment,
} from '../gql/graphql';
import { useDraft } from '../drafts/useDraft';

export interface FeedbackDraft {
  /** 1 to 5, and 0 for none yet. */
  rating: number;
  comment: string;
}

/** Feedback being written on a ticket, new or replacing what was `given`: kept until it is sent. */
export function useFeedback(
  ticketId: string,
  viewerId: string,
  given: MaybeRefOrGetter<FeedbackFieldsFragment | null>,
) {
  const { client } = useApolloClient();
  const { draft, drop } = useDraft<FeedbackDraft>(viewerId, `feedback.${ticketId}`, () => ({ rating: 0, comment: '' }));
  const submitting = useMutationWithErrors(FeedbackSubmitDocument, (data) => data.feedbackSubmit);
  const updating = useMutationWithErrors(FeedbackUpdateDocument, (data) => data.feedbackUpdate);
  const mutation = computed(() => (toValue(given) ? updating : submitting));

  /** Starts with what was given, unless something else was started. */
  function begin(): void {
    submitting.reset();
    const feedback = toValue(given);
    if (feedback && !draft.value.rating) draft.value = { rating: feedback.rating, comment: feedback.comment ?? '' };
  }

  async function send(): Promise<boolean> {
    const { rating, comment } = draft.value;
    const variables = { ticketId, input: { rating, comment: comment.trim() || null } };
    const answer = await mutation.value.send(variables);
    if (answer) drop();
    else if (wasGivenBefore.value) client.refetchQueries({ include: [TicketDocument] }).catch(() => {});
    return !!answer;
  }

  /** Somebody else of the same customer was faster. */
  const wasGivenBefore = computed(() => submitting.userErrors.value.some(({ code }) => code === 'CONFLICT'));
  return {
    draft,
    drop,
    wasGivenBefore,
    begin,
    send,
    sending: computed(() => mutation.value.sending.value),
    commentError: computed(() => mutation.value.errorOf('input.comment')),
    problems: computed(() => mutation.value.problems(['input.comment'])),
  };
}

/** Not to be asked again. */
export function useFeedbackDecline() {
  return useMutationWithErrors(FeedbackDeclineDocument, (data) => data.feedbackDecline);
}
