import { useIntervalFn } from '@vueuse/core';
import { computed, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { usePages } from '../apollo/usePages';
import { CustomersDocument, type CustomersQueryVariables } from '../gql/graphql';

const pageSize = 25;
const mailLookMs = 4_000;
const mailLooks = 10;

/** The customers a search finds. */
export function useCustomers(search: MaybeRefOrGetter<string>) {
  const variables = (): CustomersQueryVariables => {
    const wish = toValue(search);
    return { ...(wish ? { search: wish } : {}), first: pageSize };
  };
  const pages = usePages(CustomersDocument, variables, (data) => data.customers);
  const { entries, loading, refetch } = pages;

  // No event tells that an invitation was handed over: while one is on its way the list looks again, for a while.
  const isOnItsWay = computed(
    () => entries.value?.some(({ invitation }) => invitation && !invitation.sentAt && !invitation.failure) ?? false,
  );
  let looks = 0;
  const { pause, resume } = useIntervalFn(
    () => {
      if (++looks >= mailLooks) pause();
      if (!loading.value) refetch()?.catch(() => {});
    },
    mailLookMs,
    { immediate: false },
  );
  watch(
    isOnItsWay,
    (is) => {
      looks = 0;
      if (is) resume();
      else pause();
    },
    { immediate: true },
  );

  return pages;
}
