import type { RequestContext } from '../context.ts';
import type { ProfileUpdateInput } from './profile.contract.ts';

export async function updateProfile(_context: RequestContext, _input: ProfileUpdateInput): Promise<{ done: true }> {
  throw new Error('Not yet');
}
