import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../context.ts';
import type { CallRequestCompleteInput, CallRequestCreateInput, CallRequestsArgs } from './call-request.contract.ts';
import { callRequestOrder, callRequestProjection } from './call-request.projection.ts';

/** The calls the viewer may see. Throws UNAUTHENTICATED, BAD_USER_INPUT. */
export function readCallRequests(
  context: RequestContext,
  { sort, ...page }: CallRequestsArgs,
  info: GraphQLResolveInfo,
) {
  return context.page(callRequestProjection, { page, order: callRequestOrder(sort) }, info);
}
const notYet = (): never => {
  throw new Error('Not written yet');
};
export const createCallRequest = (_context: RequestContext, _input: CallRequestCreateInput) => notYet();
export const rescheduleCallRequest = (_context: RequestContext, _id: string, _to: Date) => notYet();
export const cancelCallRequest = (_context: RequestContext, _id: string) => notYet();
export const completeCallRequest = (_context: RequestContext, _id: string, _input: CallRequestCompleteInput) =>
  notYet();
