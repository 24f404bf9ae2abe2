/** The failures of an email for which trying again is of no use. */
export const finalMailFailures = ['RECIPIENT_REFUSED', 'MESSAGE_REFUSED', 'LINK_ENDED'] as const;
