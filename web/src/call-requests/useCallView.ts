import { computed } from 'vue';
import { useRoute } from 'vue-router';
import type { CallRequestFilter, CallRequestStatus } from '../gql/graphql';
import { latest, openCalls, soonest } from './call-lists';

export const callViews = ['open', 'missed', 'completed', 'cancelled', 'all'] as const;
type CallView = (typeof callViews)[number];

const statusOf: Partial<Record<CallView, CallRequestStatus>> = {
  missed: 'MISSED',
  completed: 'COMPLETED',
  cancelled: 'CANCELLED',
};

/** Which calls staff look at, stored in the address: open ones are sorted soonest first, all others latest first. */
export function useCallView() {
  const route = useRoute();
  let last: CallView = 'open';
  const view = computed(() => {
    // While the next page is being opened, this one keeps what it showed.
    if (route.name === 'calls') last = callViews.find((each) => each === route.query['show']) ?? 'open';
    return last;
  });
  const list = computed(() => {
    if (view.value === 'open') return { filter: openCalls, sort: soonest };
    const status = statusOf[view.value];
    const filter: CallRequestFilter = status ? { status: [status] } : {};
    return { filter, sort: latest };
  });
  return { view, list };
}
