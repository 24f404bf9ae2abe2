import { Arg, Ctx, Resolver } from 'type-graphql';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { mailPrice } from '../limits/price.ts';
import {
  SignInCodeRequestInput,
  SignInCodeRequestPayload,
  SignInCodeUseInput,
  SignInCodeUsePayload,
} from './sign-in-code.contract.ts';
import { requestSignInCode, useSignInCode } from './sign-in-code.service.ts';

@Resolver()
export class SignInCodeResolver {
  @UserErrorMutation(() => SignInCodeRequestPayload, {
    description:
      'Emails a link (`/sign-in-link#token=…`) and a code to sign in with, if the address belongs to a user who may sign in so. If it does not, the result is the same and takes as long. Link and code work once, together, for ten minutes, and until the next are requested. TOO_MANY_ATTEMPTS beyond 5 in an hour and 20 in a day for one address, or 30 in a quarter of an hour from one IP address; REQUIRED on `input.tenant`.',
    price: mailPrice,
    accountFrequency: null,
    keys: 'never',
  })
  async signInCodeRequest(
    @Ctx() context: RequestContext,
    @Arg('input', () => SignInCodeRequestInput, { description: 'Who wants to sign in.' })
    input: SignInCodeRequestInput,
  ) {
    return requestSignInCode(context, input);
  }

  @UserErrorMutation(() => SignInCodeUsePayload, {
    description:
      'Signs in with what `signInCodeRequest` has emailed: the link alone, wherever it is opened, or the code where it was asked for. REQUIRED on `input.code` with neither; NOT_FOUND on `input.token` and `input.requestToken` for a token that the portal did not issue; WRONG_STATE on `input.token` or `input.code` once it has expired, on `input.token` also when it has been used, a newer one was requested, or the tenant is suspended; INVALID_CREDENTIALS on `input.code` for a wrong code, which leaves the right one good for 5 tries in all, and for what was never sent; TOO_MANY_ATTEMPTS beyond those; METHOD_NOT_ALLOWED.',
    accountFrequency: null,
    keys: 'never',
  })
  async signInCodeUse(
    @Ctx() context: RequestContext,
    @Arg('input', () => SignInCodeUseInput, { description: 'The link, or the code.' }) input: SignInCodeUseInput,
  ) {
    return useSignInCode(context, input);
  }
}
