import { Arg, Ctx, Resolver } from 'type-graphql';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { ProfileUpdateInput, ProfileUpdatePayload } from './profile.contract.ts';
import { updateProfile } from './profile.service.ts';

@Resolver()
export class ProfileResolver {
  @UserErrorMutation(() => ProfileUpdatePayload, {
    description:
      'Changes the viewer’s own profile. For a customer, the details that staff see change too (see `Customer`). REQUIRED, TOO_LONG or INVALID on the field.',
    keys: 'never',
  })
  profileUpdate(
    @Ctx() context: RequestContext,
    @Arg('input', () => ProfileUpdateInput, { description: 'The changes.' }) input: ProfileUpdateInput,
  ) {
    return updateProfile(context, input);
  }
}
