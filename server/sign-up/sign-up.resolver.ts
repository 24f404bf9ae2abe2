import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Query, Resolver } from 'type-graphql';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { mailPrice, passwordPrice } from '../limits/price.ts';
import { SignUpSettings, SignUpSettingsUpdateInput, SignUpSettingsUpdatePayload } from './sign-up-settings.contract.ts';
import { readSignUpSettings, updateSignUpSettings } from './sign-up-settings.service.ts';
import { SignUpInput, SignUpPayload, SignUpRequestInput, SignUpRequestPayload } from './sign-up.contract.ts';
import { requestSignUp, signUp } from './sign-up.service.ts';

@Resolver()
export class SignUpResolver {
  @Keys('settings:read')
  @Query(() => SignUpSettings, {
    nullable: true,
    description: 'How customers get an account, with what only admins see of it; null for everybody else.',
  })
  signUpSettings(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return readSignUpSettings(context, info);
  }

  @UserErrorMutation(() => SignUpSettingsUpdatePayload, {
    description:
      'Changes how customers get an account, at once: links that were sent before work only as far as the new settings allow. Admins only (FORBIDDEN). INVALID on `input.domains` and the position of what is no domain, such as `input.domains.0`; TOO_MANY and REQUIRED on `input.domains`.',
    keys: 'never',
  })
  signUpSettingsUpdate(
    @Ctx() context: RequestContext,
    @Arg('input', () => SignUpSettingsUpdateInput, { description: 'The changes.' }) input: SignUpSettingsUpdateInput,
  ) {
    return updateSignUpSettings(context, input);
  }

  @UserErrorMutation(() => SignUpRequestPayload, {
    description:
      'Emails a link with which a customer gets an account (`/confirm-sign-up#token=…`), where `Tenant.signUpMode` lets strangers sign up. If somebody signs in with the address already, the email says so instead; the result is the same and takes as long, and nothing is created before the link is used. The link works once and expires after a day. WRONG_STATE where nobody can sign up or the tenant is suspended; INVALID on `input.email` also for an address at a domain that is not accepted; REQUIRED, TOO_LONG or INVALID on the other fields; REQUIRED or NOT_FOUND on `input.tenant`. TOO_MANY_ATTEMPTS beyond 5 in a quarter of an hour for one address and 10 in a day, 30 from one IP address, or 500 for a tenant.',
    price: mailPrice,
    accountFrequency: null,
    keys: 'never',
  })
  async signUpRequest(
    @Ctx() context: RequestContext,
    @Arg('input', () => SignUpRequestInput, { description: 'Who wants an account.' }) input: SignUpRequestInput,
  ) {
    return requestSignUp(context, input);
  }

  @UserErrorMutation(() => SignUpPayload, {
    description:
      'Creates a customer and its user with an emailed link, and signs in. Somebody who was invited by the same address gets that account. NOT_FOUND on `input.token` for a token that the portal did not issue; WRONG_STATE on `input.token` when the link has been used or has expired, when the address has an account by now, when the tenant is suspended, or when its settings no longer allow it; REQUIRED, TOO_SHORT, TOO_LONG or INVALID on the other fields. Whatever fails leaves the link as it was.',
    price: passwordPrice,
    accountFrequency: null,
    keys: 'never',
  })
  async signUp(
    @Ctx() context: RequestContext,
    @Arg('input', () => SignUpInput, { description: 'The link, the chosen password and optionally another name.' })
    input: SignUpInput,
  ) {
    return signUp(context, input);
  }
}
