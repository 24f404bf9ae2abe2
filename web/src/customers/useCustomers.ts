import { useIntervalFn } from '@vueuse/core';
import { computed, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { usePages } from '../apollo/usePages';
import { useRefetchSoon } from '../events/useRefetchSoon';
import { CustomersDocument, type CustomersQueryVariables } from '../gql/graphql';

const pageSize = 25;
const pollMs = 4_000;
const maxPolls = 10;

export function useCustomers(search: MaybeRefOrGetter<string>) {
  const variables = (): CustomersQueryVariables => {
    const text = toValue(search);
    return { ...(text ? { search: text } : {}), first: pageSize };
  };
  const pages = usePages(CustomersDocument, variables, (data) => data.customers);
  const { entries, loading, refetch } = pages;

  useRefetchSoon(refetch, ({ __typename }) => __typename === 'CustomerCreated' || __typename === 'CustomerChanged');

  // No event reports that an invitation was mailed: while one is on its way the list is polled, for a while.
  const isOnItsWay = computed(
    () => entries.value?.some(({ invitation }) => invitation && !invitation.sentAt && !invitation.failure) ?? false,
  );
  let polls = 0;
  const { pause, resume } = useIntervalFn(
    () => {
      if (++polls >= maxPolls) pause();
      if (!loading.value) refetch()?.catch(() => {});
    },
    pollMs,
    { immediate: false },
  );
  watch(
    isOnItsWay,
    (onItsWay) => {
      polls = 0;
      if (onItsWay) resume();
      else pause();
    },
    { immediate: true },
  );

  return pages;
}
