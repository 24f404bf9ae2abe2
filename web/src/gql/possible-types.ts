
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
      "TicketCreated",
      "TicketStatusChanged"
    ]
  }
};
      export default result;
    