import { computed, type ComputedRef } from 'vue';
import type { ViewerFragment } from '../gql/graphql';
import { session } from '../sessions/session';

/** Who is signed in. Only for pages behind the sign-in, where there always is somebody. */
export function useViewer(): {
  viewer: ComputedRef<ViewerFragment>;
  isStaff: ComputedRef<boolean>;
  /** Whether customers can ask for calls. */
  callsEnabled: ComputedRef<boolean>;
} {
  // Leaving pages still render once after sign-out: they keep the last viewer.
  let last = session.viewer.value;
  const viewer = computed(() => (last = session.viewer.value ?? last)!);
  return {
    viewer,
    isStaff: computed(() => viewer.value.role !== 'CUSTOMER'),
    callsEnabled: computed(() => viewer.value.tenant.openingHours.callsEnabled),
  };
}
