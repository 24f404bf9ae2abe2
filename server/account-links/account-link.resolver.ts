import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { mailPrice, passwordPrice } from '../limits/price.ts';
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
import { acceptInvitation, readAccountLink, requestPasswordReset, resetPassword } from './account-link.service.ts';

@Resolver()
export class AccountLinkResolver {
  @Keys('never')
  @Query(() => AccountLink, {
    nullable: true,
    description:
      'What an emailed link is for and whether it can still be used, without using it up; null for a token that the portal did not issue. Send the token as a variable, so that it does not appear in logs.',
  })
  accountLink(
    @Ctx() context: RequestContext,
    @Arg('token', () => String, { description: tokenDescription }) token: string,
  ) {
    return readAccountLink(context, token);
  }

  @UserErrorMutation(() => PasswordResetRequestPayload, {
    description:
      'Emails a link for setting a new password, if the address belongs to a user. If it does not, the result is the same and takes as long. The link works once and expires after one hour. Requesting again sends another link and leaves earlier ones valid; the first that is used invalidates all others. TOO_MANY_ATTEMPTS; REQUIRED on `input.tenant`.',
    price: mailPrice,
    accountFrequency: null,
    keys: 'never',
  })
  async passwordResetRequest(
    @Ctx() context: RequestContext,
    @Arg('input', () => PasswordResetRequestInput, { description: 'The account.' })
    input: PasswordResetRequestInput,
  ) {
    return requestPasswordReset(context, input);
  }

  @UserErrorMutation(() => PasswordResetPayload, {
    description:
      'Sets a new password with an emailed link (`/reset-password#token=…`), ends all sessions of the user and their sockets, notifies the user by email, and signs in. NOT_FOUND on `input.token` for a token that the portal did not issue; WRONG_STATE on `input.token` when the link has been used or has expired, or the tenant is suspended; TOO_SHORT, TOO_LONG or INVALID on `input.newPassword`, which leaves the link valid.',
    price: passwordPrice,
    accountFrequency: null,
    keys: 'never',
  })
  async passwordReset(
    @Ctx() context: RequestContext,
    @Arg('input', () => PasswordResetInput, { description: 'The link and the new password.' })
    input: PasswordResetInput,
  ) {
    return resetPassword(context, input);
  }

  @UserErrorMutation(() => InvitationAcceptPayload, {
    description:
      'Sets the first password with an emailed invitation (`/accept-invitation#token=…`) and signs in. NOT_FOUND on `input.token` for a token that the portal did not issue; WRONG_STATE on `input.token` when the link has been used or has expired, the tenant is suspended, or, for customers, `Tenant.signUpMode` is CLOSED; REQUIRED, TOO_SHORT, TOO_LONG or INVALID on the other fields, which leaves the link valid.',
    price: passwordPrice,
    accountFrequency: null,
    keys: 'never',
  })
  async invitationAccept(
    @Ctx() context: RequestContext,
    @Arg('input', () => InvitationAcceptInput, { description: 'The link, the chosen password and optionally a name.' })
    input: InvitationAcceptInput,
  ) {
    return acceptInvitation(context, input);
  }
}
