import { Arg, Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../context.ts';
import { Verb } from '../graphql/user-error.ts';
import { CustomerConnection, CustomerInviteInput, CustomerInvitePayload, CustomersArgs } from './customer.contract.ts';
import { inviteCustomer, readCustomers } from './customer.service.ts';

@Resolver()
export class CustomerResolver {
  @Query(() => CustomerConnection, { description: 'The customers of the tenant, by name; staff only (FORBIDDEN).' })
  customers(
    @Ctx() context: RequestContext,
    @Args(() => CustomersArgs) args: CustomersArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readCustomers(context, args, info);
  }

  @Verb(() => CustomerInvitePayload, {
    description:
      'Makes a customer with one user and mails them a link, good once and for seven days, to choose a password; staff only (FORBIDDEN). Inviting an address again before it was accepted corrects the details and mails a new link, though not within one minute; earlier links stay good until one is used. Fails with CONFLICT on `input.email` when somebody of the tenant signs in with that address already, and with REQUIRED, TOO_LONG or INVALID on the field.',
  })
  async customerInvite(
    @Ctx() context: RequestContext,
    @Arg('input', () => CustomerInviteInput, { description: 'Whom to invite.' }) input: CustomerInviteInput,
  ) {
    return inviteCustomer(context, input);
  }
}
