import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Query, Resolver } from 'type-graphql';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { SignInSettings, SignInSettingsUpdateInput, SignInSettingsUpdatePayload } from './sign-in-settings.contract.ts';
import { readSignInSettings, updateSignInSettings } from './sign-in-settings.service.ts';

@Resolver()
export class SignInSettingsResolver {
  @Keys('settings:read')
  @Query(() => SignInSettings, {
    nullable: true,
    description: 'How people sign in, by role; null for everybody but admins.',
  })
  signInSettings(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return readSignInSettings(context, info);
  }

  @UserErrorMutation(() => SignInSettingsUpdatePayload, {
    description:
      'Changes how people sign in, from their next time on: sessions go on. Admins only (FORBIDDEN). REQUIRED on the methods of a role, such as `input.adminMethods`, whose people could be locked out.',
    keys: 'never',
  })
  signInSettingsUpdate(
    @Ctx() context: RequestContext,
    @Arg('input', () => SignInSettingsUpdateInput, { description: 'The changes.' }) input: SignInSettingsUpdateInput,
  ) {
    return updateSignInSettings(context, input);
  }
}
