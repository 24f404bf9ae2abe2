import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { CustomerInviteDocument } from '../gql/graphql';

export function useCustomerInvite() {
  return useMutationWithErrors(CustomerInviteDocument, (data) => data.customerInvite);
}
