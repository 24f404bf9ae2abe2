import 'reflect-metadata';

// The bench measures what `npm start` runs, the compiled server; its types are those of the sources.
const load = (file: string): Promise<unknown> => import(new URL(`../dist/server/${file}`, import.meta.url).href);

export const loadApp = () => load('app.js') as Promise<typeof import('../server/app.ts')>;
export const loadConfig = () => load('config.js') as Promise<typeof import('../server/config.ts')>;
export const loadDemo = () => load('demo/seed.js') as Promise<typeof import('../server/demo/seed.ts')>;
export const loadEmbedded = () =>
  load('embedded-postgres/embedded-postgres.js') as Promise<
    typeof import('../server/embedded-postgres/embedded-postgres.ts')
  >;
export const loadArticleSearch = () =>
  load('article-search/article-search.js') as Promise<typeof import('../server/article-search/article-search.ts')>;
export const loadHighlight = () =>
  load('search/highlight.js') as Promise<typeof import('../server/search/highlight.ts')>;
export const loadMigrate = () => load('database/migrate.js') as Promise<typeof import('../server/database/migrate.ts')>;
export const loadMigrations = () =>
  load('migrations/index.js') as Promise<typeof import('../server/migrations/index.ts')>;
export const loadPortal = () => load('portal.js') as Promise<typeof import('../server/portal.ts')>;
export const loadSupervise = () => load('jobs/supervise.js') as Promise<typeof import('../server/jobs/supervise.ts')>;
export const loadTokens = async () => ({
  ...((await load('access/keyring.js')) as typeof import('../server/access/keyring.ts')),
  ...((await load('access/tokens.js')) as typeof import('../server/access/tokens.ts')),
});
export const loadPasswords = () =>
  load('access/passwords.js') as Promise<typeof import('../server/access/passwords.ts')>;
export const loadTicketSearch = async () => ({
  ...((await load('ticket-search/index-tickets.js')) as typeof import('../server/ticket-search/index-tickets.ts')),
  ...((await load('ticket-search/search-tickets.js')) as typeof import('../server/ticket-search/search-tickets.ts')),
  ...((await load('ticket-search/ticket-words.js')) as typeof import('../server/ticket-search/ticket-words.ts')),
});
