import { InvitationAcceptDocument } from '../gql/graphql';
import { useSessionStart } from '../sessions/useSessionStart';

export const useInvitationAccept = () => useSessionStart(InvitationAcceptDocument, (data) => data.invitationAccept);
