import { Arg, Ctx, Resolver } from 'type-graphql';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { passwordPrice } from '../limits/price.ts';
import { PasswordChangeInput, PasswordChangePayload } from './password.contract.ts';
import { changePassword } from './password.service.ts';

@Resolver()
export class PasswordResolver {
  @UserErrorMutation(() => PasswordChangePayload, {
    description:
      'Changes the viewer’s password, ends their other sessions and the sockets of those, invalidates emailed links, and notifies the viewer by email. INVALID_CREDENTIALS on `input.currentPassword`; TOO_SHORT, TOO_LONG or INVALID on `input.newPassword`; TOO_MANY_ATTEMPTS, counted together with attempts to sign in; a wrong current password may count twice. Repeating it after the password has been changed succeeds.',
    price: passwordPrice,
    keys: 'never',
  })
  async passwordChange(
    @Ctx() context: RequestContext,
    @Arg('input', () => PasswordChangeInput, { description: 'The current and the new password.' })
    input: PasswordChangeInput,
  ) {
    return changePassword(context, input);
  }
}
