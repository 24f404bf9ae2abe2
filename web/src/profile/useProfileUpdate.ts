import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { ProfileUpdateDocument, type ProfileUpdateInput } from '../gql/graphql';
import { session } from '../sessions/session';

/** Changes the viewer's own profile; every page and tab knows it at once. */
export function useProfileUpdate() {
  const { send, ...mutation } = useMutationWithErrors(ProfileUpdateDocument, (data) => data.profileUpdate);

  async function save(input: ProfileUpdateInput): Promise<boolean> {
    const payload = await send({ input });
    if (payload?.viewer) session.updateViewer(payload.viewer);
    return !!payload;
  }

  return { save, ...mutation };
}
