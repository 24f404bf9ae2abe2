/** Categories that a tenant offers at most. */
export const mostCategories = 50;
