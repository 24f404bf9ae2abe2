import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { frequencies } from '../limits/limits.ts';
import {
  OwnDomain,
  OwnDomainCheckPayload,
  OwnDomainRemoveInput,
  OwnDomainRemovePayload,
  OwnDomainSetInput,
  OwnDomainSetPayload,
} from './domain.contract.ts';
import { checkDomain, readOwnDomain, removeDomain, setDomain } from './domain.service.ts';

@Resolver()
export class DomainResolver {
  @Keys('settings:read')
  @Query(() => OwnDomain, {
    nullable: true,
    description: 'The own domain of the organisation, for admins; null for everybody else.',
  })
  ownDomain(@Ctx() context: RequestContext) {
    return readOwnDomain(context);
  }

  @UserErrorMutation(() => OwnDomainSetPayload, {
    description:
      'Enters a domain that the organisation is to be at. It is pending, and serves nobody, until `ownDomainCheck` succeeds; one that is in use stays in use until then. Others may enter the same domain: whose check succeeds first has it. Admins only (FORBIDDEN). REQUIRED, TOO_LONG or INVALID on `input.name` for no host name, one of the portal, or the one in use; CONFLICT on it when another organisation uses it.',
    keys: 'never',
  })
  ownDomainSet(
    @Ctx() context: RequestContext,
    @Arg('input', () => OwnDomainSetInput, { description: 'The domain.' }) input: OwnDomainSetInput,
  ) {
    return setDomain(context, input);
  }

  @UserErrorMutation(() => OwnDomainCheckPayload, {
    description:
      'Asks the pending domain by HTTP whether it leads to this portal, which takes some seconds, and uses it from then on if it does: it replaces the one that was in use. Otherwise `pending { failure }` says why not. Admins only (FORBIDDEN). WRONG_STATE when no domain is pending, or it was changed meanwhile; CONFLICT when another organisation was faster.',
    frequency: frequencies.ownDomainCheck,
    keys: 'never',
  })
  ownDomainCheck(@Ctx() context: RequestContext) {
    return checkDomain(context);
  }

  @UserErrorMutation(() => OwnDomainRemovePayload, {
    description:
      'Gives up a domain, in use or pending. Without one the portal is at `addressWithout`, where people have to sign in again, and links of emails that were sent before no longer work. Admins only (FORBIDDEN). NOT_FOUND on `input.name` when the organisation has no such domain.',
    keys: 'never',
  })
  ownDomainRemove(
    @Ctx() context: RequestContext,
    @Arg('input', () => OwnDomainRemoveInput, { description: 'The domain.' }) input: OwnDomainRemoveInput,
  ) {
    return removeDomain(context, input);
  }
}
