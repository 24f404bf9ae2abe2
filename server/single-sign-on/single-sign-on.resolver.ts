import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { frequencies } from '../limits/limits.ts';
import {
  SingleSignOn,
  SingleSignOnCheckPayload,
  SingleSignOnRemovePayload,
  SingleSignOnUpdateInput,
  SingleSignOnUpdatePayload,
} from './single-sign-on.contract.ts';
import {
  checkSingleSignOn,
  readSingleSignOn,
  removeSingleSignOn,
  updateSingleSignOn,
} from './single-sign-on.service.ts';

@Resolver()
export class SingleSignOnResolver {
  @Keys('never')
  @Query(() => SingleSignOn, {
    nullable: true,
    description:
      'How people of the organisation sign in at a provider of identities, for admins; null for everybody else.',
  })
  singleSignOn(@Ctx() context: RequestContext) {
    return readSingleSignOn(context);
  }

  @UserErrorMutation(() => SingleSignOnUpdatePayload, {
    description:
      'Changes single sign-on, at once. Admins only (FORBIDDEN). REQUIRED on `input.issuer`, `input.clientId` and `input.domains` where they are missing and it is enabled; REQUIRED, TOO_LONG, TOO_MANY or INVALID on the field that breaks a rule, in lists with the position, such as `input.domains.0`. WRONG_STATE on `input.enabled` while customers or agents have no other way to sign in.',
    sensitive: true,
    keys: 'never',
  })
  singleSignOnUpdate(
    @Ctx() context: RequestContext,
    @Arg('input', () => SingleSignOnUpdateInput, { description: 'The changes.' }) input: SingleSignOnUpdateInput,
  ) {
    return updateSingleSignOn(context, input);
  }

  @UserErrorMutation(() => SingleSignOnCheckPayload, {
    description:
      'Asks the provider what it is, which takes some seconds, and says what stands in the way of signing in there. Nothing is changed. Admins only (FORBIDDEN). WRONG_STATE when no issuer or client id was entered.',
    frequency: frequencies.singleSignOnCheck,
    keys: 'never',
  })
  singleSignOnCheck(@Ctx() context: RequestContext) {
    return checkSingleSignOn(context);
  }

  @UserErrorMutation(() => SingleSignOnRemovePayload, {
    description:
      'Forgets the provider, its client secret and whom it knows. Accounts stay: whoever never chose a password requests a new one by email. Should the same provider be entered again, verified addresses decide anew whose account is whose. Admins only (FORBIDDEN). WRONG_STATE while customers or agents have no other way to sign in.',
    sensitive: true,
    keys: 'never',
  })
  singleSignOnRemove(@Ctx() context: RequestContext) {
    return removeSingleSignOn(context);
  }
}
