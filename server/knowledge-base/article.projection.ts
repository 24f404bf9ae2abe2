import type { GraphQLResolveInfo } from 'graphql';
import { authorProjection } from '../users/user.projection.ts';
import { locales } from '#shared/locale.ts';
import { isStaff } from '../access/viewer.ts';
import type { RequestContext } from '../context.ts';
import {
  column,
  computed,
  expression,
  few,
  isUuid,
  one,
  type Order,
  type Projection,
  type ValueField,
} from '../reads/projection.ts';
import type { Article } from './article.contract.ts';
import type { ArticleRow } from './article.entity.ts';
import { canArchive, canPublish, canRate, canSave } from './article.policy.ts';
import { excerpt, highlight } from '../article-search/article-search.ts';

const forStaff = (sql: (article: string) => string): ValueField =>
  expression((article, viewer) => (isStaff(viewer) ? sql(article) : 'null::text'));

const ratings = (condition: string) =>
  forStaff((article) => `(select count(*) from article_rating where article_id = ${article}.id and ${condition})`);

/** Who opens a ticket after all was not helped. */
const solutions = forStaff(
  (article) =>
    `(select count(*) from article_solution as solution where article_id = ${article}.id and not exists (` +
    `select from ticket where created_by_id = solution.user_id ` +
    `and ticket.created_at between solution.created_at and solution.created_at + interval '1 hour'))`,
);

/** What a row is made of beside what the API shows. */
interface ArticleText extends Pick<ArticleRow, 'title' | 'bodyText'> {
  /** The words to highlight; null without a search. */
  highlights: string[] | null;
}

export const articleProjection: Projection = {
  type: 'Article',
  table: 'article',
  scope: 'tenant',
  order: {
    name: 'Article by language',
    keys: [{ sql: (article) => `${article}.language`, type: 'text' }],
    descending: false,
  },
  fields: {
    id: column('id'),
    slug: column('slug'),
    language: column('language'),
    status: column('status'),
    title: column('title'),
    titleParts: computed<ArticleText>(['title', 'highlights'], ({ title, highlights }) => highlight(title, highlights)),
    body: forStaff((article) => `${article}.body`),
    bodyHtml: column('body_html'),
    bodyText: column('body_text'),
    highlights: expression(() => 'null::text'),
    excerpt: computed<ArticleText>(['bodyText', 'highlights'], ({ bodyText, highlights }) =>
      excerpt(bodyText, highlights),
    ),
    translations: few(() => articleProjection, {
      on: (article, other) =>
        `${other}.tenant_id = ${article}.tenant_id and ${other}.slug = ${article}.slug ` +
        `and ${other}.language <> ${article}.language`,
      maximum: locales.length - 1,
    }),
    viewerFoundHelpful: expression(
      (article) =>
        `(select helpful from article_rating where article_id = ${article}.id ` +
        `and user_id = (select nullif(current_setting('portal.user', true), '')::uuid))`,
    ),
    helpfulCount: ratings('helpful'),
    notHelpfulCount: ratings('not helpful'),
    solvedCount: solutions,
    version: column('version'),
    updatedBy: one(
      () => authorProjection,
      (article, author) => `${author}.id = ${article}.updated_by_id`,
    ),
    createdAt: column('created_at'),
    updatedAt: column('updated_at'),
    publishedAt: column('published_at'),
    viewerCanSave: computed<ArticleRow>([], (_, { viewer }) => canSave(viewer)),
    viewerCanPublish: computed<ArticleRow>(['status'], (article, { viewer }) => canPublish(viewer, article)),
    viewerCanArchive: computed<ArticleRow>(['status'], (article, { viewer }) => canArchive(viewer, article)),
    viewerCanRate: computed<ArticleRow>([], (_, { viewer }) => canRate(viewer)),
  },
};

export const articlesByChange: Order = {
  name: 'Article by change',
  keys: [
    { sql: (article) => `${article}.updated_at`, type: 'timestamptz' },
    { sql: (article) => `${article}.id`, type: 'uuid' },
  ],
  descending: true,
};

/** The article as asked for in `info`, or null when it does not exist for this viewer. */
export async function readArticle(
  context: RequestContext,
  id: string,
  info: GraphQLResolveInfo,
): Promise<Article | null> {
  if (!isUuid(id)) return null;
  return context.one(articleProjection, (article, parameter) => `${article}.id = ${parameter(id, 'uuid')}`, info);
}
