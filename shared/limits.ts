/** Characters a text may have at most, as a reader counts them, by what it is. */
export const textLimits = {
  address: 254,
  articleBody: 50_000,
  articleSlug: 100,
  articleTitle: 200,
  callNote: 2_000,
  callReason: 200,
  categoryName: 100,
  code: 100,
  customerNote: 5_000,
  feedbackComment: 2_000,
  idempotencyKey: 64,
  legalLabel: 100,
  legalText: 1_000,
  keyName: 60,
  locale: 10,
  messageBody: 20_000,
  name: 200,
  passkeyName: 100,
  /** What an authenticator answers, in base64url. */
  passkeyPart: 5_000,
  password: 1_000,
  phone: 40,
  search: 200,
  teamName: 60,
  tenantSlug: 100,
  ticketFieldChoice: 100,
  ticketFieldHint: 200,
  ticketFieldLabel: 100,
  ticketFieldText: 500,
  ticketTitle: 200,
  timeZone: 100,
  token: 1_000,
  url: 1_000,
} as const;

/** How many passkeys one user has. */
export const mostPasskeys = 20;

/** How far entries are counted: where there are more, it is told that there are. */
export const countedAtMost = 10_000;

/** How many fields of its own a tenant has for tickets, how many choices each, and how many can be filtered by at once. */
export const ticketFieldLimits = {
  active: 20,
  /** Archived ones included. */
  all: 50,
  choices: 50,
  /** Archived ones included. */
  allChoices: 200,
  filters: 5,
} as const;

/** Numbers are kept with so many decimals. With up to 15 digits in all, JSON keeps them exactly. */
export const ticketFieldNumber = { decimals: 3, most: 999_999_999_999.999 } as const;
