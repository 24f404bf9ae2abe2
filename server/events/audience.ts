/** Who can be notified. Whoever caused the event is not, unless they are named as ACTOR. */
export enum Audience {
  ACTOR = 'ACTOR',
  /** The users of the customer it concerns. */
  CUSTOMER = 'CUSTOMER',
  /** Who is assigned to the ticket; no one where no one is. */
  ASSIGNEE = 'ASSIGNEE',
  ASSIGNEE_OR_ADMINS = 'ASSIGNEE_OR_ADMINS',
  /** All agents where no one is assigned; the admins of a tenant that has no agents. */
  ASSIGNEE_OR_AGENTS = 'ASSIGNEE_OR_AGENTS',
  ADMINS = 'ADMINS',
  /** The staff whom the service names. */
  NAMED = 'NAMED',
}
