/** Who can be notified. Whoever caused the event is not, unless they are named as ACTOR. */
export enum Audience {
  ACTOR = 'ACTOR',
  /** The users of the customer it concerns. */
  CUSTOMER = 'CUSTOMER',
  /** Who is assigned to the ticket; no one where no one is. */
  ASSIGNEE = 'ASSIGNEE',
  /** The members of the team of the ticket. */
  TEAM = 'TEAM',
  /** Where no one is assigned, the team of the ticket; where no one is in it either, the admins. */
  ASSIGNEE_OR_ADMINS = 'ASSIGNEE_OR_ADMINS',
  /** The same with all agents; the admins of a tenant that has no agents. */
  ASSIGNEE_OR_AGENTS = 'ASSIGNEE_OR_AGENTS',
  ADMINS = 'ADMINS',
  /** The staff whom the service names. */
  NAMED = 'NAMED',
}
