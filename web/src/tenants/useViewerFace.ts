import { watch } from 'vue';
import { session } from '../sessions/session';
import { showFace } from './face';

/** Once somebody is signed in, the face of the portal is that of their tenant, whatever the address. */
export function useViewerFace(): void {
  watch(
    () => session.viewer.value?.tenant,
    (tenant) => {
      if (tenant) showFace(tenant);
    },
    { immediate: true },
  );
}
