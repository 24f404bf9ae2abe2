import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { mostPasskeys } from '#shared/limits.ts';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { frequencies } from '../limits/limits.ts';
import { PageArgs } from '../reads/connection.ts';
import { beginPasskeySignIn, signInWithPasskey } from './passkey-sign-in.service.ts';
import {
  PasskeyConnection,
  PasskeyRegisterInput,
  PasskeyRegisterPayload,
  PasskeyRegistrationBeginPayload,
  PasskeyRemovePayload,
  PasskeyRenameInput,
  PasskeyRenamePayload,
  PasskeySignInBeginPayload,
  PasskeySignInInput,
  PasskeySignInPayload,
} from './passkey.contract.ts';
import { beginRegistration, readPasskeys, registerPasskey, removePasskey, renamePasskey } from './passkey.service.ts';

@Resolver()
export class PasskeyResolver {
  @Keys('never')
  @Query(() => PasskeyConnection, { description: 'The viewer’s passkeys of all hosts, newest first.' })
  passkeys(@Ctx() context: RequestContext, @Args(() => PageArgs) page: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readPasskeys(context, page, info);
  }

  @UserErrorMutation(() => PasskeyRegistrationBeginPayload, {
    description: `Begins to register a passkey of the viewer for the host of the request: pass \`options\` to the browser, and what it answers to \`passkeyRegister\`. METHOD_NOT_ALLOWED where people of the viewer’s role do not sign in with passkeys; WRONG_STATE at a host that is not one of the viewer’s tenant; TOO_MANY with ${mostPasskeys} passkeys.`,
    sensitive: true,
    keys: 'never',
  })
  passkeyRegistrationBegin(@Ctx() context: RequestContext) {
    return beginRegistration(context);
  }

  @UserErrorMutation(() => PasskeyRegisterPayload, {
    description: `Registers a passkey that the browser has made, with which the viewer can sign in at this host from then on, and notifies the viewer by email. INVALID on \`input.attestationObject\` for whatever is wrong with it, also where it is of another page, or the user was not verified by a fingerprint, a face or a PIN. WRONG_STATE on \`input.clientDataJSON\` when the challenge is older than five minutes, was answered, or was made for another viewer or host. METHOD_NOT_ALLOWED where people of the viewer’s role do not sign in with passkeys; TOO_MANY beyond ${mostPasskeys}; CONFLICT for one of somebody else; REQUIRED, TOO_LONG or INVALID on \`input.name\`. Repeating it succeeds.`,
    sensitive: true,
    keys: 'never',
  })
  passkeyRegister(
    @Ctx() context: RequestContext,
    @Arg('input', () => PasskeyRegisterInput, { description: 'The new passkey.' }) input: PasskeyRegisterInput,
  ) {
    return registerPasskey(context, input);
  }

  @UserErrorMutation(() => PasskeyRenamePayload, {
    description: 'Renames a passkey of the viewer. NOT_FOUND on `id`; REQUIRED, TOO_LONG or INVALID on `input.name`.',
    keys: 'never',
  })
  passkeyRename(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, { description: 'UUID of the passkey.' }) id: string,
    @Arg('input', () => PasskeyRenameInput, { description: 'The new name.' }) input: PasskeyRenameInput,
  ) {
    return renamePasskey(context, id, input);
  }

  @UserErrorMutation(() => PasskeyRemovePayload, {
    description:
      'Removes a passkey of the viewer: nobody signs in with it any more. Sessions that began with it go on. Notifies the viewer by email. NOT_FOUND on `id`.',
    sensitive: true,
    keys: 'never',
  })
  async passkeyRemove(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, { description: 'UUID of the passkey.' }) id: string,
  ) {
    return removePasskey(context, id);
  }

  @UserErrorMutation(() => PasskeySignInBeginPayload, {
    description:
      'Begins to sign in with a passkey of the host of the request, without an email address: pass `options` to the browser, and what it answers to `passkeySignIn`. The result says nothing about who has a passkey. WRONG_STATE at a host that is nobody’s.',
    accountFrequency: null,
    keys: 'never',
  })
  passkeySignInBegin(@Ctx() context: RequestContext) {
    return beginPasskeySignIn(context);
  }

  @UserErrorMutation(() => PasskeySignInPayload, {
    description:
      'Signs in with a passkey that has verified its user by a fingerprint, a face or a PIN. INVALID_CREDENTIALS, the same for an unknown passkey, a wrong signature, one of another host or page, one whose counter went backwards, and a user without access. METHOD_NOT_ALLOWED where people of the user’s role do not sign in with passkeys. WRONG_STATE on `input.clientDataJSON` when the challenge is older than five minutes, was answered, or was made for another host; WRONG_STATE when the tenant is suspended.',
    accountFrequency: frequencies.passkeySignIn,
    keys: 'never',
  })
  passkeySignIn(
    @Ctx() context: RequestContext,
    @Arg('input', () => PasskeySignInInput, { description: 'What the passkey has signed.' }) input: PasskeySignInInput,
  ) {
    return signInWithPasskey(context, input);
  }
}
