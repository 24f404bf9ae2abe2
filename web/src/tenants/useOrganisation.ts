import { computed } from 'vue';
import { useCachedQuery } from '../apollo/useCachedQuery';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { useRefetchSoon } from '../events/useRefetchSoon';
import {
  OrganisationDocument,
  OrganisationUpdateDocument,
  type OrganisationFieldsFragment,
  type OrganisationUpdateInput,
} from '../gql/graphql';
import { session } from '../sessions/session';

export type Organisation = OrganisationFieldsFragment;

/** What admins change of the face of their organisation, as it is stored. */
export function useOrganisation() {
  const { result, ...query } = useCachedQuery(OrganisationDocument, {});
  useRefetchSoon(query.refetch, ({ __typename }) => __typename === 'OrganisationChanged');
  return {
    ...query,
    /** undefined while it is not known. */
    organisation: computed(() => result.value?.organisation),
  };
}

/** Changes some of it; the portal shows it at once. Admins only. */
export function useOrganisationUpdate() {
  const { send, ...mutation } = useMutationWithErrors(
    OrganisationUpdateDocument,
    (data) => data.organisationUpdate,
    (cache, { organisation }) => {
      cache.updateQuery({ query: OrganisationDocument }, (data) =>
        data && organisation ? { ...data, organisation } : data,
      );
    },
  );

  async function save(input: OrganisationUpdateInput): Promise<boolean> {
    const organisation = (await send({ input }))?.organisation;
    const viewer = session.viewer.value;
    if (!organisation || !viewer) return false;
    const { name, accentColor, locales, defaultLocale, legalNotes } = organisation;
    const face = { name, accentColor, locales, defaultLocale, legalNotes };
    session.updateViewer({ ...viewer, tenant: { ...viewer.tenant, ...face } });
    return true;
  }

  return { save, ...mutation };
}
