import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { TestMailSendDocument } from '../gql/graphql';

export const useTestMail = () => useMutationWithErrors(TestMailSendDocument, (data) => data.testMailSend);
