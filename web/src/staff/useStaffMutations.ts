import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import {
  StaffDeactivateDocument,
  StaffInviteDocument,
  StaffReactivateDocument,
  StaffSecondFactorResetDocument,
  StaffUpdateDocument,
} from '../gql/graphql';

export const useStaffInvite = () => useMutationWithErrors(StaffInviteDocument, (data) => data.staffInvite);

export const useStaffUpdate = () => useMutationWithErrors(StaffUpdateDocument, (data) => data.staffUpdate);

export const useStaffDeactivate = () => useMutationWithErrors(StaffDeactivateDocument, (data) => data.staffDeactivate);

export const useStaffReactivate = () => useMutationWithErrors(StaffReactivateDocument, (data) => data.staffReactivate);

export const useStaffSecondFactorReset = () =>
  useMutationWithErrors(StaffSecondFactorResetDocument, (data) => data.staffSecondFactorReset);
