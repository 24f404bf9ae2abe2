import { Arg, Ctx, Resolver } from 'type-graphql';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { passwordPrice } from '../limits/price.ts';
import { IdentityConfirmInput, IdentityConfirmPayload } from './identity.contract.ts';
import { beginPasskeyAnswer, verifyPasskeyAnswer } from './passkey-answer.ts';
import {
  RecoveryCodesRenewPayload,
  SecondFactorPasskeyBeginInput,
  SecondFactorPasskeyBeginPayload,
  SecondFactorPasskeyVerifyInput,
  SecondFactorPasskeyVerifyPayload,
  SecondFactorSetUpInput,
  SecondFactorSetUpPayload,
  SecondFactorVerifyInput,
  SecondFactorVerifyPayload,
  TotpConfirmInput,
  TotpConfirmPayload,
  TotpRemovePayload,
  TotpSetUpPayload,
} from './second-factor.contract.ts';
import {
  confirmIdentity,
  confirmTotp,
  removeTotp,
  renewRecoveryCodes,
  setUpSecondFactor,
  setUpTotp,
  verifySecondFactor,
} from './second-factor.service.ts';

@Resolver()
export class SecondFactorResolver {
  @UserErrorMutation(() => SecondFactorVerifyPayload, {
    description:
      'Answers the question for the second factor, and begins the session. A code works once: a recovery code for ever, one of an authenticator in the half minute that it is shown, the one before and the one after. Whoever uses a recovery code is told by email. May be repeated where the answer was lost, until the session is first refreshed. INVALID_CREDENTIALS on `input.code`; TOO_MANY_ATTEMPTS, counted as wrong passwords are, by themselves; WRONG_STATE on `input.token` for a token that has expired, comes from another device or is about an account that has changed: sign in again.',
    price: passwordPrice,
    accountFrequency: null,
    keys: 'never',
  })
  async secondFactorVerify(
    @Ctx() context: RequestContext,
    @Arg('input', () => SecondFactorVerifyInput, { description: 'The question and the answer.' })
    input: SecondFactorVerifyInput,
  ) {
    return verifySecondFactor(context, input);
  }

  @UserErrorMutation(() => SecondFactorPasskeyBeginPayload, {
    description:
      'Asks for a passkey in answer to the question, where its `methods` say so: pass `options` to the browser, and what it answers to `secondFactorPasskeyVerify`. A touch is enough, since the password has been shown. WRONG_STATE for somebody without a passkey that works at this host, and on `input.token` for a token that has expired, comes from another device or is about an account that has changed: sign in again.',
    accountFrequency: null,
    keys: 'never',
  })
  async secondFactorPasskeyBegin(
    @Ctx() context: RequestContext,
    @Arg('input', () => SecondFactorPasskeyBeginInput, { description: 'The question.' })
    input: SecondFactorPasskeyBeginInput,
  ) {
    return beginPasskeyAnswer(context, input);
  }

  @UserErrorMutation(() => SecondFactorPasskeyVerifyPayload, {
    description:
      'Answers the question for the second factor with a passkey, and begins the session. May be repeated where the answer was lost, until the session is first refreshed. INVALID_CREDENTIALS, the same for an unknown passkey, a wrong signature, one of another host or page, and one whose counter went backwards; WRONG_STATE on `input.clientDataJSON` when the challenge is older than five minutes, was answered, or was made for another host or purpose; WRONG_STATE on `input.token` for a token that has expired, comes from another device or is about an account that has changed: sign in again.',
    accountFrequency: null,
    keys: 'never',
  })
  async secondFactorPasskeyVerify(
    @Ctx() context: RequestContext,
    @Arg('input', () => SecondFactorPasskeyVerifyInput, { description: 'The question and the answer.' })
    input: SecondFactorPasskeyVerifyInput,
  ) {
    return verifyPasskeyAnswer(context, input);
  }

  @UserErrorMutation(() => SecondFactorSetUpPayload, {
    description:
      'Offers a secret for an authenticator to somebody who is signing in, where the organisation demands a second factor and they have none; `secondFactorVerify` with its first code turns it on and begins the session. Repeated within half an hour, the same. WRONG_STATE on `input.token` for a token that does not ask for it, has expired, comes from another device or is about an account that has changed: sign in again.',
    accountFrequency: null,
    keys: 'never',
  })
  async secondFactorSetUp(
    @Ctx() context: RequestContext,
    @Arg('input', () => SecondFactorSetUpInput, { description: 'The question.' }) input: SecondFactorSetUpInput,
  ) {
    return setUpSecondFactor(context, input);
  }

  @UserErrorMutation(() => IdentityConfirmPayload, {
    description:
      'Shows again who the viewer is, so that sensitive mutations are done for ten minutes: by a code where they have a second factor, otherwise by the password. REQUIRED on that field; INVALID_CREDENTIALS on it; TOO_MANY_ATTEMPTS, counted together with passwords and codes at signing in. Whoever signed in within ten minutes has shown it already. May be repeated where the answer was lost.',
    price: passwordPrice,
    keys: 'never',
  })
  async identityConfirm(
    @Ctx() context: RequestContext,
    @Arg('input', () => IdentityConfirmInput, { description: 'The password or a code.' }) input: IdentityConfirmInput,
  ) {
    return confirmIdentity(context, input);
  }

  @UserErrorMutation(() => TotpSetUpPayload, {
    description:
      'Offers the viewer a secret for an authenticator, which `totpConfirm` turns on within half an hour; repeated within that time, the same. Where one is on, it stays so until then.',
    sensitive: true,
    keys: 'never',
  })
  async totpSetUp(@Ctx() context: RequestContext) {
    return setUpTotp(context);
  }

  @UserErrorMutation(() => TotpConfirmPayload, {
    description:
      'Turns an authenticator on with the first code that it shows: from now on signing in asks for it. Replaces one that was on, and the recovery codes. The viewer is told by email. INVALID_CREDENTIALS on `input.code`; WRONG_STATE where no secret waits for a code: begin anew with `totpSetUp`. May be repeated where the answer was lost, and answers with other recovery codes then.',
    price: passwordPrice,
    sensitive: true,
    keys: 'never',
  })
  async totpConfirm(
    @Ctx() context: RequestContext,
    @Arg('input', () => TotpConfirmInput, { description: 'The first code.' }) input: TotpConfirmInput,
  ) {
    return confirmTotp(context, input);
  }

  @UserErrorMutation(() => TotpRemovePayload, {
    description:
      'Turns the viewer’s authenticator off, with the recovery codes; they are told by email. Succeeds where none is on; WRONG_STATE for staff where the organisation demands one, which can be replaced instead.',
    sensitive: true,
    keys: 'never',
  })
  async totpRemove(@Ctx() context: RequestContext) {
    return removeTotp(context);
  }

  @UserErrorMutation(() => RecoveryCodesRenewPayload, {
    description:
      'Replaces the viewer’s recovery codes; they are told by email. WRONG_STATE where they have no second factor.',
    price: passwordPrice,
    sensitive: true,
    keys: 'never',
  })
  async recoveryCodesRenew(@Ctx() context: RequestContext) {
    return renewRecoveryCodes(context);
  }
}
