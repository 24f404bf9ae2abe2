import { useVerb } from '../apollo/useVerb';
import { CustomerInviteDocument } from '../gql/graphql';

export function useCustomerInvite() {
  return useVerb(CustomerInviteDocument, (data) => data.customerInvite);
}
