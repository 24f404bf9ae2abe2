import { Arg, Ctx, Resolver } from 'type-graphql';
import type { RequestContext } from '../context.ts';
import { Verb } from '../graphql/user-error.ts';
import { PasswordChangeInput, PasswordChangePayload } from './password.contract.ts';
import { changePassword } from './password.service.ts';

@Resolver()
export class PasswordResolver {
  @Verb(() => PasswordChangePayload, {
    description:
      'Changes the viewer’s password, ends all their other sessions with their sockets, makes emailed links useless and tells the viewer by mail. Fails with INVALID_CREDENTIALS on `input.currentPassword`, with TOO_SHORT, TOO_LONG or INVALID on `input.newPassword`, or with TOO_MANY_ATTEMPTS, counted together with attempts to sign in. Sent again after it was done, it succeeds.',
  })
  async passwordChange(
    @Ctx() context: RequestContext,
    @Arg('input', () => PasswordChangeInput, { description: 'Both passwords.' }) input: PasswordChangeInput,
  ) {
    return changePassword(context, input);
  }
}
