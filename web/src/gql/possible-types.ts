
      export interface PossibleTypesResultData {
        possibleTypes: {
          [key: string]: string[]
        }
      }
      const result: PossibleTypesResultData = {
  "possibleTypes": {
    "PortalEvent": [
      "ApiKeyCreated",
      "ApiKeyRevoked",
      "ApiKeyRotated",
      "ArticleArchived",
      "ArticlePublished",
      "ArticleSaved",
      "AttachmentLimitsChanged",
      "CallRequestAssigned",
      "CallRequestDue",
      "CallRequestUpdated",
      "CallRequested",
      "CategoryChanged",
      "CategoryCreated",
      "CustomerChanged",
      "CustomerCreated",
      "CustomerNoteAdded",
      "CustomerNoteRemoved",
      "CustomerNoteUpdated",
      "FeedbackRequested",
      "FeedbackSubmitted",
      "FeedbackUpdated",
      "MailDefaultsChanged",
      "MessageAdded",
      "MessageMentioned",
      "NotificationAdded",
      "NotificationsRead",
      "OpeningHoursChanged",
      "OrganisationChanged",
      "OrganisationDomainChanged",
      "ResyncRequired",
      "SignInSettingsChanged",
      "SignUpSettingsChanged",
      "SingleSignOnChanged",
      "StaffMemberChanged",
      "StaffMemberInvited",
      "StaffMemberJoined",
      "TeamArchived",
      "TeamChanged",
      "TeamCreated",
      "TicketAssigned",
      "TicketAssignedToTeam",
      "TicketCreated",
      "TicketEdited",
      "TicketFieldChanged",
      "TicketFieldCreated",
      "TicketFieldsReordered",
      "TicketStatusChanged",
      "UserChanged"
    ],
    "TicketChanged": [
      "TicketAssigned",
      "TicketAssignedToTeam",
      "TicketEdited",
      "TicketStatusChanged"
    ]
  }
};
      export default result;
    