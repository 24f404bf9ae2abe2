import type { ApolloCache } from '@apollo/client/core';
import { toValue, type MaybeRefOrGetter } from 'vue';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import {
  CallRequestCancelDocument,
  CallRequestCompleteDocument,
  CallRequestRescheduleDocument,
  type CallFieldsFragment,
  type CallRequestStatus,
  type UserErrorFieldsFragment,
} from '../gql/graphql';
import { updateCallLists } from './update-call-lists';

type CallPayload = { callRequest: CallFieldsFragment | null; userErrors: UserErrorFieldsFragment[] };

export function useCallReschedule(status: MaybeRefOrGetter<CallRequestStatus>) {
  return useMutationWithErrors(
    CallRequestRescheduleDocument,
    (data) => data.callRequestReschedule,
    updateLists(status),
  );
}

export function useCallCancel(status: MaybeRefOrGetter<CallRequestStatus>) {
  return useMutationWithErrors(CallRequestCancelDocument, (data) => data.callRequestCancel, updateLists(status));
}

export function useCallComplete(status: MaybeRefOrGetter<CallRequestStatus>) {
  return useMutationWithErrors(CallRequestCompleteDocument, (data) => data.callRequestComplete, updateLists(status));
}

/** Moves the call between the lists; `status` is the one it had until now. */
function updateLists(status: MaybeRefOrGetter<CallRequestStatus>) {
  return (cache: ApolloCache<unknown>, { callRequest }: CallPayload) => {
    if (callRequest) updateCallLists(cache, callRequest, toValue(status));
  };
}
