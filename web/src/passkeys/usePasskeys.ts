import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { usePages } from '../apollo/usePages';
import {
  PasskeyRemoveDocument,
  PasskeyRenameDocument,
  PasskeysDocument,
  type PasskeyFieldsFragment,
} from '../gql/graphql';

export type Passkey = PasskeyFieldsFragment;

/** The viewer's passkeys, newest first. */
export const usePasskeys = () => usePages(PasskeysDocument, { first: 20 }, (data) => data.passkeys);

export const usePasskeyRename = () => useMutationWithErrors(PasskeyRenameDocument, (data) => data.passkeyRename);

export const usePasskeyRemove = () => useMutationWithErrors(PasskeyRemoveDocument, (data) => data.passkeyRemove);
