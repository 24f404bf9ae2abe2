import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../context.ts';
import { Verb } from '../graphql/user-error.ts';
import {
  AccountLink,
  InvitationAcceptInput,
  InvitationAcceptPayload,
  PasswordResetInput,
  PasswordResetPayload,
  PasswordResetRequestInput,
  PasswordResetRequestPayload,
  tokenDescription,
} from './account-link.contract.ts';
import { acceptInvitation, lookAtLink, requestPasswordReset, resetPassword } from './account-link.service.ts';

@Resolver()
export class AccountLinkResolver {
  @Query(() => AccountLink, {
    nullable: true,
    description:
      'What an emailed link is for and whether it can still be used, without using it; null for anything the portal has not made itself. Send the token in a variable, so that no log keeps it.',
  })
  accountLink(
    @Ctx() context: RequestContext,
    @Arg('token', () => String, { description: tokenDescription }) token: string,
  ) {
    return lookAtLink(context, token);
  }

  @Verb(() => PasswordResetRequestPayload, {
    description:
      'Mails a link to choose a new password, good once and for one hour, if the address belongs to somebody. The answer is the same if it does not, and takes as long. Asking again sends another link and leaves earlier ones good; the first to be used makes all others useless. Fails with TOO_MANY_ATTEMPTS, or REQUIRED on `input.tenant`.',
  })
  async passwordResetRequest(
    @Ctx() context: RequestContext,
    @Arg('input', () => PasswordResetRequestInput, { description: 'Who has forgotten their password.' })
    input: PasswordResetRequestInput,
  ) {
    return requestPasswordReset(context, input);
  }

  @Verb(() => PasswordResetPayload, {
    description:
      'Sets the password by an emailed link (`/reset-password#token=…`), ends all sessions of the user with their sockets, tells them by mail and signs in. Fails with NOT_FOUND on `input.token` for a link the portal has not made, WRONG_STATE on `input.token` for one that was used or has expired, and with TOO_SHORT, TOO_LONG or INVALID on `input.newPassword`, which leaves the link good.',
  })
  async passwordReset(
    @Ctx() context: RequestContext,
    @Arg('input', () => PasswordResetInput, { description: 'The link and the password to come.' })
    input: PasswordResetInput,
  ) {
    return { session: await resetPassword(context, input) };
  }

  @Verb(() => InvitationAcceptPayload, {
    description:
      'Sets the first password by an emailed invitation (`/accept-invitation#token=…`) and signs in. Fails with NOT_FOUND on `input.token` for a link the portal has not made, WRONG_STATE on `input.token` for one that was used or has expired, and with REQUIRED, TOO_SHORT, TOO_LONG or INVALID on the other fields, which leaves the link good.',
  })
  async invitationAccept(
    @Ctx() context: RequestContext,
    @Arg('input', () => InvitationAcceptInput, { description: 'The link and what the invited one chooses.' })
    input: InvitationAcceptInput,
  ) {
    return { session: await acceptInvitation(context, input) };
  }
}
