import { Arg, Ctx, Resolver } from 'type-graphql';
import type { RequestContext } from '../context.ts';
import { Verb } from '../graphql/user-error.ts';
import { ProfileUpdateInput, ProfileUpdatePayload } from './profile.contract.ts';
import { updateProfile } from './profile.service.ts';

@Resolver()
export class ProfileResolver {
  @Verb(() => ProfileUpdatePayload, {
    description:
      'Changes the viewer’s own profile. For a customer, what staff see of it changes too (see `Customer`). Fails with REQUIRED, TOO_LONG or INVALID on the field.',
  })
  profileUpdate(
    @Ctx() context: RequestContext,
    @Arg('input', () => ProfileUpdateInput, { description: 'What to change.' }) input: ProfileUpdateInput,
  ) {
    return updateProfile(context, input);
  }
}
