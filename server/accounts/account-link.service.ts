import type { RequestContext } from '../context.ts';
import type {
  AccountLink,
  InvitationAcceptInput,
  PasswordResetInput,
  PasswordResetRequestInput,
} from './account-link.contract.ts';
import type { OpenedSession } from './session.service.ts';

export async function lookAtLink(_context: RequestContext, _token: string): Promise<AccountLink | null> {
  throw new Error('Not yet');
}
export async function requestPasswordReset(_context: RequestContext, _input: PasswordResetRequestInput): Promise<void> {
  throw new Error('Not yet');
}
export async function resetPassword(_context: RequestContext, _input: PasswordResetInput): Promise<OpenedSession> {
  throw new Error('Not yet');
}
export async function acceptInvitation(
  _context: RequestContext,
  _input: InvitationAcceptInput,
): Promise<OpenedSession> {
  throw new Error('Not yet');
}
