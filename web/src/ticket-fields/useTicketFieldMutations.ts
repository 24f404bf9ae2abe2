import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import {
  TicketFieldArchiveDocument,
  TicketFieldCreateDocument,
  TicketFieldRestoreDocument,
  TicketFieldUpdateDocument,
  TicketFieldsReorderDocument,
} from '../gql/graphql';

export const useTicketFieldCreate = () =>
  useMutationWithErrors(TicketFieldCreateDocument, (data) => data.ticketFieldCreate);

export const useTicketFieldUpdate = () =>
  useMutationWithErrors(TicketFieldUpdateDocument, (data) => data.ticketFieldUpdate);

export const useTicketFieldArchive = () =>
  useMutationWithErrors(TicketFieldArchiveDocument, (data) => data.ticketFieldArchive);

export const useTicketFieldRestore = () =>
  useMutationWithErrors(TicketFieldRestoreDocument, (data) => data.ticketFieldRestore);

export const useTicketFieldsReorder = () =>
  useMutationWithErrors(TicketFieldsReorderDocument, (data) => data.ticketFieldsReorder);
