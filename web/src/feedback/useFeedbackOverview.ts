import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { usePages } from '../apollo/usePages';
import { midnight } from '../browser/server-clock';
import { useRefetchSoon } from '../events/useRefetchSoon';
import { FeedbackOverviewDocument, type FeedbackOverviewQueryVariables } from '../gql/graphql';

const pageSize = 20;

/** The last so many days, today included. */
export const periods = [7, 30, 90, 365] as const;
export type Period = (typeof periods)[number];

const lastDays = (days: number) => ({ from: midnight(1 - days), to: midnight(1) });

/** The figures and comments of a period, in one request. Staff only. */
export function useFeedbackOverview(period: MaybeRefOrGetter<Period>) {
  const variables = (): FeedbackOverviewQueryVariables => ({ ...lastDays(toValue(period)), first: pageSize });
  const pages = usePages(FeedbackOverviewDocument, variables, (data) => data.feedbacks);

  // figures are the server's to count
  useRefetchSoon(
    pages.refetch,
    ({ __typename }) => __typename === 'FeedbackSubmitted' || __typename === 'FeedbackUpdated',
  );

  return {
    ...pages,
    /** undefined while it is not known. */
    summary: computed(() => pages.result.value?.feedbackSummary),
  };
}
