
      export interface PossibleTypesResultData {
        possibleTypes: {
          [key: string]: string[]
        }
      }
      const result: PossibleTypesResultData = {
  "possibleTypes": {
    "PortalEvent": [
      "CallRequestDue",
      "CallRequestUpdated",
      "CallRequested",
      "FeedbackSubmitted",
      "FeedbackUpdated",
      "MessageAdded",
      "NotificationAdded",
      "NotificationsRead",
      "ResyncRequired",
      "TicketAssigned",
      "TicketCreated",
      "TicketEdited",
      "TicketStatusChanged"
    ],
    "TicketChanged": [
      "TicketAssigned",
      "TicketEdited",
      "TicketStatusChanged"
    ]
  }
};
      export default result;
    