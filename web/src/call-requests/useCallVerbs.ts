import type { ApolloCache } from '@apollo/client/core';
import { toValue, type MaybeRefOrGetter } from 'vue';
import { useVerb } from '../apollo/useVerb';
import {
  CallRequestCancelDocument,
  CallRequestCompleteDocument,
  CallRequestRescheduleDocument,
  type CallFieldsFragment,
  type CallRequestStatus,
  type UserErrorFieldsFragment,
} from '../gql/graphql';
import { placeCall } from './place-call';

type CallPayload = { callRequest: CallFieldsFragment | null; userErrors: UserErrorFieldsFragment[] };

export function useCallReschedule(status: MaybeRefOrGetter<CallRequestStatus>) {
  return useVerb(CallRequestRescheduleDocument, (data) => data.callRequestReschedule, placeAfter(status));
}

export function useCallCancel(status: MaybeRefOrGetter<CallRequestStatus>) {
  return useVerb(CallRequestCancelDocument, (data) => data.callRequestCancel, placeAfter(status));
}

export function useCallComplete(status: MaybeRefOrGetter<CallRequestStatus>) {
  return useVerb(CallRequestCompleteDocument, (data) => data.callRequestComplete, placeAfter(status));
}

/** Moves the call in the lists, given the status it had until now. */
function placeAfter(status: MaybeRefOrGetter<CallRequestStatus>) {
  return (cache: ApolloCache<unknown>, { callRequest }: CallPayload) => {
    if (callRequest) placeCall(cache, callRequest, toValue(status));
  };
}
