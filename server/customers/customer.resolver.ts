import { Arg, Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { searchPrice, textSearchPrice } from '../limits/price.ts';
import { CustomerConnection, CustomerInviteInput, CustomerInvitePayload, CustomersArgs } from './customer.contract.ts';
import { inviteCustomer, readCustomers } from './customer.service.ts';

@Resolver()
export class CustomerResolver {
  @Query(() => CustomerConnection, {
    description: 'The customers of the tenant, by name unless sorted otherwise. Staff only (FORBIDDEN).',
    complexity: searchPrice<CustomersArgs>(textSearchPrice, ({ search }) => search),
  })
  customers(
    @Ctx() context: RequestContext,
    @Args(() => CustomersArgs) args: CustomersArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readCustomers(context, args, info);
  }

  @UserErrorMutation(() => CustomerInvitePayload, {
    description:
      'Creates a customer with one user, and emails the user a link for choosing a password. The link works once and expires after seven days. Staff only (FORBIDDEN). Inviting an address again before the invitation was accepted updates the details and sends another link, but not within one minute; earlier links stay valid until one is used. CONFLICT on `input.email` when a user of the tenant already signs in with that address; REQUIRED, TOO_LONG or INVALID on the field; TOO_MANY_ATTEMPTS beyond 100 in a quarter of an hour by one user, or 500 by a tenant.',
    price: 100,
  })
  async customerInvite(
    @Ctx() context: RequestContext,
    @Arg('input', () => CustomerInviteInput, { description: 'The customer to invite.' }) input: CustomerInviteInput,
  ) {
    return inviteCustomer(context, input);
  }
}
