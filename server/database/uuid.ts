/**
 * Whether PostgreSQL takes a text as a uuid. `validate` of the uuid package also asks for a version and a variant, which
 * ids that come from elsewhere need not have.
 */
export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
