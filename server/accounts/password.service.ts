import type { RequestContext } from '../context.ts';
import type { PasswordChangeInput } from './profile.contract.ts';

export async function changePassword(_context: RequestContext, _input: PasswordChangeInput): Promise<void> {
  throw new Error('Not yet');
}
