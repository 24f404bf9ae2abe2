/** What API keys can be allowed: a noun of the API, and whether to read or to change it. */
export const keyScopes = [
  'tickets:read',
  'tickets:write',
  'messages:read',
  'messages:write',
  'calls:read',
  'calls:write',
  'feedback:read',
  'feedback:write',
  'articles:read',
  'articles:write',
  'customers:read',
  'customers:write',
  'notes:read',
  'notes:write',
  'teams:read',
  'teams:write',
  'events:read',
  'staff:read',
  'audit:read',
  'settings:read',
  'settings:write',
] as const;

export type KeyScope = (typeof keyScopes)[number];

export const isKeyScope = (text: string): text is KeyScope => (keyScopes as readonly string[]).includes(text);

/** What only admins may do: a key with one of these stands for an admin, any other for an agent. */
export const adminScopes: readonly KeyScope[] = [
  'teams:write',
  'staff:read',
  'audit:read',
  'settings:read',
  'settings:write',
];

/** What customers may never do, and so no key of a customer. */
export const staffScopes: readonly KeyScope[] = [
  ...adminScopes,
  'customers:write',
  'notes:read',
  'notes:write',
  'teams:read',
];

/** The most keys of a tenant, and address ranges of a key; the longest life of a secret, and overlap of two. */
export const keyLimits = { keys: 100, addresses: 20, days: 366, overlapHours: 7 * 24 } as const;
