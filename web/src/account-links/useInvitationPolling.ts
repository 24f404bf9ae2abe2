import { useIntervalFn } from '@vueuse/core';
import { computed, watch } from 'vue';

interface Invited {
  invitation: { sentAt: string | null; failure: string | null } | null;
}

const pollMs = 4_000;
const maxPolls = 10;

/** No event reports that an invitation was mailed: while one is on its way the list is polled, for a while. */
export function useInvitationPolling(
  entries: () => Invited[] | undefined,
  isLoading: () => boolean,
  refetch: () => Promise<unknown> | undefined,
): void {
  const isOnItsWay = computed(
    () => entries()?.some(({ invitation }) => invitation && !invitation.sentAt && !invitation.failure) ?? false,
  );
  let polls = 0;
  const { pause, resume } = useIntervalFn(
    () => {
      if (++polls >= maxPolls) pause();
      if (!isLoading()) refetch()?.catch(() => {});
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
}
