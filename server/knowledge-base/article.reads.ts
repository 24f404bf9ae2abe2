import { locales } from '#shared/locale.ts';
import { isStaff } from '../access/viewer.ts';
import { excerpt, highlight } from '../search/highlight.ts';
import { SortDirection } from '../graphql/sort.ts';
import { columnsOf, type Columns } from '../reads/columns.ts';
import { belongsTo, boundedList, computed, expression, type Field, type ValueField } from '../reads/fields.ts';
import { ascending, descending, type Order } from '../reads/order.ts';
import { reads } from '../reads/reads.ts';
import { TicketRow } from '../tickets/ticket.entity.ts';
import { Article, ArticleSortField, type ArticleSort } from './article.contract.ts';
import { ArticleRating, ArticleRow, ArticleSolution } from './article.entity.ts';
import { canArchive, canPublish, canRate, canSave } from './article.policy.ts';

const rating = columnsOf(ArticleRating);
const solution = columnsOf(ArticleSolution);
const ticket = columnsOf(TicketRow);

const forStaff = (sql: (article: Columns<ArticleRow>) => string) =>
  expression<ArticleRow>((article, viewer) => (isStaff(viewer) ? sql(article) : 'null::text'));

const ratings = (condition: string) =>
  forStaff(
    (article) => `(select count(*) from ${rating.$name} where ${rating.articleId} = ${article.id} and ${condition})`,
  );

/** A solution does not count when its author opened a ticket within the hour after. */
const solutions = forStaff(
  (article) =>
    `(select count(*) from ${solution.$name} where ${solution.articleId} = ${article.id} and not exists (` +
    `select from ${ticket.$name} where ${ticket.createdById} = ${solution.userId} ` +
    `and ${ticket.createdAt} between ${solution.createdAt} and ${solution.createdAt} + interval '1 hour'))`,
);

/** What highlights the words of a search, given SQL for them; null without a search. */
export const highlighted = (highlights: ValueField<ArticleRow, string[] | null>) =>
  ({
    titleParts: computed(['title'], (article) => highlight(article.title, article.highlights), { highlights }),
    excerpt: computed(['bodyText'], (article) => excerpt(article.bodyText, article.highlights), { highlights }),
  }) satisfies Record<string, Field<ArticleRow>>;

export const articleReads = reads(ArticleRow, Article, {
  columns: [
    'id',
    'slug',
    'language',
    'status',
    'title',
    'bodyHtml',
    'version',
    'createdAt',
    'updatedAt',
    'publishedAt',
  ],
  fields: {
    body: forStaff((article) => article.body),
    ...highlighted(expression(() => 'null::text')),
    translations: boundedList(
      ArticleRow,
      (article, other) =>
        `${other.tenantId} = ${article.tenantId} and ${other.slug} = ${article.slug} ` +
        `and ${other.language} <> ${article.language}`,
      { max: locales.length - 1 },
    ),
    viewerFoundHelpful: expression(
      (article) =>
        `(select ${rating.helpful} from ${rating.$name} where ${rating.articleId} = ${article.id} ` +
        `and ${rating.userId} = (select nullif(current_setting('portal.user', true), '')::uuid))`,
    ),
    helpfulCount: ratings(rating.helpful),
    notHelpfulCount: ratings(`not ${rating.helpful}`),
    solvedCount: solutions,
    updatedBy: belongsTo('updatedById'),
    viewerCanSave: computed([], (_, { viewer }) => canSave(viewer)),
    viewerCanPublish: computed(['status'], (article, { viewer }) => canPublish(viewer, article)),
    viewerCanArchive: computed(['status'], (article, { viewer }) => canArchive(viewer, article)),
    viewerCanRate: computed([], (_, { viewer }) => canRate(viewer)),
  },
  order: ascending('language'),
});

const sortKeys = {
  [ArticleSortField.UPDATED_AT]: 'updatedAt',
  [ArticleSortField.CREATED_AT]: 'createdAt',
} as const;

/** Last changed first unless the sort says otherwise. */
export function articleOrder(sort: ArticleSort | null | undefined): Order<ArticleRow> {
  const direction = sort?.direction === SortDirection.ASCENDING ? ascending : descending;
  return direction(sortKeys[sort?.field ?? ArticleSortField.UPDATED_AT], 'id');
}
