import type { TypedDocumentNode } from '@apollo/client/core';
import { computed } from 'vue';
import { useCachedQuery } from '../apollo/useCachedQuery';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { useRefetchSoon } from '../events/useRefetchSoon';
import {
  OrganisationDocument,
  OrganisationLogoRemoveDocument,
  OrganisationLogoUploadDocument,
  OrganisationUpdateDocument,
  type OrganisationFieldsFragment,
  type OrganisationUpdateInput,
  type UserErrorFieldsFragment,
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

/** A change of it, which the portal shows at once. Admins only. */
function useOrganisationMutation<Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
  payloadOf: (data: Data) => { organisation?: Organisation | null; userErrors: UserErrorFieldsFragment[] },
) {
  const { send, ...mutation } = useMutationWithErrors(document, payloadOf, (cache, { organisation }) => {
    cache.updateQuery({ query: OrganisationDocument }, (data) =>
      data && organisation ? { ...data, organisation } : data,
    );
  });

  /** Resolves to whether it was saved. */
  async function change(variables: Variables, file?: File): Promise<boolean> {
    const organisation = (await send(variables, file))?.organisation;
    const viewer = session.viewer.value;
    if (!organisation || !viewer) return false;
    const { name, accentColor, logo, locales, defaultLocale, legalNotes } = organisation;
    const face = { name, accentColor, logo, locales, defaultLocale, legalNotes };
    session.updateViewer({ ...viewer, tenant: { ...viewer.tenant, ...face } });
    return true;
  }

  return { change, ...mutation };
}

export function useOrganisationUpdate() {
  const { change, ...mutation } = useOrganisationMutation(
    OrganisationUpdateDocument,
    (data) => data.organisationUpdate,
  );
  return { save: (input: OrganisationUpdateInput) => change({ input }), ...mutation };
}

export function useLogo() {
  const uploaded = useOrganisationMutation(OrganisationLogoUploadDocument, (data) => data.organisationLogoUpload);
  const removed = useOrganisationMutation(OrganisationLogoRemoveDocument, (data) => data.organisationLogoRemove);
  return {
    // the file itself is beside the operation
    upload: (file: File) => uploaded.change({ file: null as never }, file),
    uploading: uploaded.sending,
    refusal: computed(() => uploaded.userErrors.value[0]?.code),
    remove: () => removed.change({}),
    removing: removed.sending,
    problems: () => [...uploaded.problems(), ...removed.problems()],
    reset() {
      uploaded.reset();
      removed.reset();
    },
  };
}
