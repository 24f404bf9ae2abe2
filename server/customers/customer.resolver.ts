import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { mailPrice, searchPrice, textSearchPrice } from '../limits/price.ts';
import {
  CustomerConnection,
  CustomerDeactivatePayload,
  CustomerInviteInput,
  CustomerInvitePayload,
  CustomerReactivatePayload,
  CustomersArgs,
  CustomerUpdateInput,
  CustomerUpdatePayload,
} from './customer.contract.ts';
import { Customer } from './customer.entity.ts';
import { customerReads } from './customer.reads.ts';
import {
  deactivateCustomer,
  inviteCustomer,
  reactivateCustomer,
  readCustomers,
  updateCustomer,
} from './customer.service.ts';

const customerId = { description: 'UUID of the customer.' };

@Resolver()
export class CustomerResolver {
  @Keys('customers:read')
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

  @Keys('customers:read')
  @Query(() => Customer, {
    nullable: true,
    description: 'One customer; null when it does not exist for this viewer. Customers see themselves.',
  })
  customer(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, customerId) id: string,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.byId(customerReads, id, info);
  }

  @UserErrorMutation(() => CustomerUpdatePayload, {
    description:
      'Changes how a customer is called and reached, and the profile of its contact, the user who signs in with the customer’s address. Staff only (FORBIDDEN). NOT_FOUND on `id`; REQUIRED, TOO_LONG or INVALID on the field.',
    keys: 'customers:write',
  })
  async customerUpdate(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, customerId) id: string,
    @Arg('input', () => CustomerUpdateInput, { description: 'The changes.' }) input: CustomerUpdateInput,
  ) {
    return updateCustomer(context, id, input);
  }

  @UserErrorMutation(() => CustomerDeactivatePayload, {
    description:
      'Ends the access of all users of a customer: they are signed out everywhere, their sockets are closed and their access tokens refused within a second, emailed links no longer work, and they are sent no more emails. Tickets, calls and feedback stay. Staff only (FORBIDDEN). NOT_FOUND on `id`; WRONG_STATE on `id` when the status is `INACTIVE` already.',
    keys: 'customers:write',
  })
  async customerDeactivate(@Ctx() context: RequestContext, @Arg('id', () => ID, customerId) id: string) {
    return deactivateCustomer(context, id);
  }

  @UserErrorMutation(() => CustomerReactivatePayload, {
    description:
      'Lets the users of a customer that was deactivated sign in again, with the passwords they had. Staff only (FORBIDDEN). NOT_FOUND on `id`; WRONG_STATE on `id` unless the status is `INACTIVE`.',
    keys: 'customers:write',
  })
  async customerReactivate(@Ctx() context: RequestContext, @Arg('id', () => ID, customerId) id: string) {
    return reactivateCustomer(context, id);
  }

  @UserErrorMutation(() => CustomerInvitePayload, {
    description:
      'Creates a customer with one user, and emails the user a link for choosing a password. The link works once and expires after seven days. Staff only (FORBIDDEN). Inviting an address again before the invitation was accepted updates the details and sends another link, but not within one minute; earlier links stay valid until one is used. WRONG_STATE when `Tenant.signUpMode` is CLOSED; CONFLICT on `input.email` when a user of the tenant already signs in with that address; REQUIRED, TOO_LONG or INVALID on the field; TOO_MANY_ATTEMPTS beyond 100 in a quarter of an hour by one user, or 500 by a tenant.',
    price: mailPrice,
    keys: 'customers:write',
  })
  async customerInvite(
    @Ctx() context: RequestContext,
    @Arg('input', () => CustomerInviteInput, { description: 'The customer to invite.' }) input: CustomerInviteInput,
  ) {
    return inviteCustomer(context, input);
  }
}
