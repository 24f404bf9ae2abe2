import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { CustomerDeactivateDocument, CustomerReactivateDocument, CustomerUpdateDocument } from '../gql/graphql';

export const useCustomerUpdate = () => useMutationWithErrors(CustomerUpdateDocument, (data) => data.customerUpdate);

export const useCustomerDeactivate = () =>
  useMutationWithErrors(CustomerDeactivateDocument, (data) => data.customerDeactivate);

export const useCustomerReactivate = () =>
  useMutationWithErrors(CustomerReactivateDocument, (data) => data.customerReactivate);
