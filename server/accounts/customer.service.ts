import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { isStaff } from '../access/viewer.ts';
import type { RequestContext } from '../context.ts';
import { badArgument } from '../graphql/connection.ts';
import { customerProjection, customersByName } from './account.projection.ts';
import type { CustomerInviteInput, CustomersArgs } from './customer.contract.ts';

/** The customers of the tenant, by name. Throws FORBIDDEN for customers. */
export async function readCustomers(
  context: RequestContext,
  { search, ...page }: CustomersArgs,
  info: GraphQLResolveInfo,
) {
  if (!isStaff(context.signedIn)) {
    throw new GraphQLError('Only staff can list customers.', { extensions: { code: 'FORBIDDEN' } });
  }
  const searched = search?.replaceAll('\0', '').trim() ?? '';
  if (searched.length > 200) throw badArgument('search', 'must have at most 200 characters');
  return context.page(
    customerProjection,
    {
      page,
      order: customersByName,
      where: (customer, parameter) => {
        if (!searched) return 'true';
        const pattern = parameter(`%${searched.replace(/[\\%_]/g, '\\$&')}%`, 'text');
        return `(${['name', 'email', 'phone'].map((name) => `${customer}.${name} ilike ${pattern}`).join(' or ')})`;
      },
    },
    info,
  );
}

export async function inviteCustomer(
  _context: RequestContext,
  _input: CustomerInviteInput,
): Promise<{ customerId: string }> {
  throw new Error('Not yet');
}
