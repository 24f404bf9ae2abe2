import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { GraphQLResolveInfo } from 'graphql';
import { v7 as uuid } from 'uuid';
import { type Locale } from '#shared/locale.ts';
import { isLocale } from '../users/locale.ts';
import type { RequestContext } from '../context.ts';
import { isUuid, type Condition } from '../reads/projection.ts';
import { badArgument } from '../reads/connection.ts';
import { isSame, keyIsTaken, writeOnce } from '../writes/idempotency.ts';
import { toSingleLine } from '#shared/text.ts';
import { UserErrorCode, UserInputError, notFound } from '../graphql/user-error.ts';
import { forbidden, wrongState } from '../tickets/ticket.policy.ts';
import type { Article, ArticleSaveInput, ArticlesArgs } from './article.contract.ts';
import { ArticleRow, ArticleStatus } from './article.entity.ts';
import { canArchive, canPublish, canSave } from './article.policy.ts';
import { articleProjection, articlesByChange } from './article.projection.ts';
import { rendered } from './rendering.ts';
import { indexArticle, takeTurns } from '../article-search/search-index.ts';
import { articlesByRelevance, findArticles, foundProjection } from '../article-search/search.ts';
import { isSlug, normalSlug, slugOf } from './slug.ts';

const maximumSearch = 200;

/** The articles the viewer may see. Throws UNAUTHENTICATED, BAD_USER_INPUT. */
export function readArticles(
  context: RequestContext,
  { search, language, status, ...page }: ArticlesArgs,
  info: GraphQLResolveInfo,
) {
  const { tenantId } = context.signedIn;
  const wanted = language ? knownLanguage(language) : null;
  const searched = search?.trim() ? search : '';
  if (searched.length > maximumSearch) throw badArgument('search', `must have at most ${maximumSearch} characters`);
  const where: Condition = (article, parameter) =>
    [
      wanted ? `${article}.language = ${parameter(wanted, 'text')}` : 'true',
      status?.length ? `${article}.status = any(${parameter(status, 'text[]')})` : 'true',
    ].join(' and ');
  if (!searched) return context.page(articleProjection, { page, order: articlesByChange, where }, info);
  const given = findArticles(searched, tenantId, context.portal);
  return context.page(foundProjection, { page, order: articlesByRelevance, where, given }, info);
}

/** The article with this name, in the language wanted if it is there in it; null when there is none for this viewer. */
export async function readArticleBySlug(
  context: RequestContext,
  slug: string,
  language: string | null | undefined,
  info: GraphQLResolveInfo,
): Promise<Article | null> {
  const wanted = language ? knownLanguage(language) : null;
  const name = normalSlug(slug);
  if (name.includes('\0')) return null;
  return context.one(
    articleProjection,
    (article, parameter) => {
      const tenant = parameter(context.viewer!.tenantId, 'uuid');
      const named = `named.tenant_id = ${tenant} and named.slug = ${parameter(name, 'text')}`;
      const first = `named.language = ${parameter(wanted, 'text')} desc nulls last, named.language desc`;
      return `${article}.id = (select id from article as named where ${named} order by ${first} limit 1)`;
    },
    info,
  );
}

/** Writes a new article or changes one. Staff only. */
export function saveArticle(
  context: RequestContext,
  id: string | null | undefined,
  input: ArticleSaveInput,
): Promise<{ articleId: string }> {
  return id == null ? createArticle(context, input) : changeText(context, id, input);
}

/** Shows an article to all customers of the tenant. Staff only. */
export function publishArticle(context: RequestContext, id: string): Promise<{ articleId: string }> {
  return changeArticle(context, id, (article) => {
    if (!canPublish(context.viewer!, article)) throw wrongState('The article is published already.');
    return { status: ArticleStatus.PUBLISHED, publishedAt: new Date() };
  });
}

/** Puts an article away. Staff only. */
export function archiveArticle(context: RequestContext, id: string): Promise<{ articleId: string }> {
  return changeArticle(context, id, (article) => {
    if (!canArchive(context.viewer!, article)) throw wrongState('The article is archived already.');
    return { status: ArticleStatus.ARCHIVED };
  });
}

/** The article in this scope, locked until the end of the transaction. Fails with NOT_FOUND on `id`. */
async function lockArticle(entityManager: EntityManager, id: string): Promise<ArticleRow> {
  const article = isUuid(id) && (await entityManager.findOne(ArticleRow, id, { lockMode: LockMode.PESSIMISTIC_WRITE }));
  if (!article) throw notFound('article', 'id');
  return article;
}

type Changes = Partial<ArticleRow> | null;

/** Writes what `change` says shall be another; null when nothing is. */
function changeArticle(
  context: RequestContext,
  id: string,
  change: (article: ArticleRow, entityManager: EntityManager) => Changes | Promise<Changes>,
): Promise<{ articleId: string }> {
  return context.write(async (entityManager) => {
    await takeTurns(entityManager, context.scope.tenantId);
    const article = await lockArticle(entityManager, id);
    if (!canSave(context.viewer!)) throw forbidden('Only staff can change an article.');
    const changes = await change(article, entityManager);
    if (changes) {
      Object.assign(article, changes, { updatedAt: new Date() });
      await entityManager.flush();
      await indexArticle(entityManager, article);
    }
    return { articleId: article.id };
  });
}

function createArticle(context: RequestContext, input: ArticleSaveInput): Promise<{ articleId: string }> {
  const viewer = context.signedIn;
  if (!canSave(viewer)) throw forbidden('Only staff can write articles.');
  const language = languageOf(input);
  const written = writtenIn(input);
  const writtenBy = { createdById: viewer.userId, idempotencyKey: input.idempotencyKey || null };
  return writeOnce(context, ArticleRow, writtenBy, async (entityManager, earlier) => {
    if (earlier) {
      // what was changed since cannot be compared any more
      if (earlier.language !== language || (earlier.version === 1 && !isSame(written, earlier))) throw keyIsTaken();
      return { articleId: earlier.id };
    }
    await takeTurns(entityManager, viewer.tenantId);
    const now = new Date();
    const article = entityManager.create(ArticleRow, {
      ...written,
      ...rendered(written.body),
      ...writtenBy,
      id: uuid(),
      tenantId: viewer.tenantId,
      language,
      slug: await freeSlug(entityManager, { language, slug: input.slug, title: written.title }),
      status: ArticleStatus.DRAFT,
      version: 1,
      updatedById: viewer.userId,
      createdAt: now,
      updatedAt: now,
      publishedAt: null,
    });
    await entityManager.flush();
    await indexArticle(entityManager, article);
    return { articleId: article.id };
  });
}

function changeText(context: RequestContext, id: string, input: ArticleSaveInput): Promise<{ articleId: string }> {
  return changeArticle(context, id, async (article, entityManager) => {
    const { version, slug } = input;
    if (version == null) throw new UserInputError(UserErrorCode.REQUIRED, 'version must be given.', 'input.version');
    if (input.language && input.language !== article.language) {
      throw invalid('language', 'cannot change: write a new article with the same slug.');
    }
    const written = writtenIn(input);
    const { language, title } = article;
    const newSlug = slug?.trim() ? await freeSlug(entityManager, { id, language, slug, title }) : article.slug;
    // saving the same again is no conflict with oneself
    if (newSlug === article.slug && isSame(written, article)) return null;
    if (version !== article.version) {
      throw new UserInputError(
        UserErrorCode.CONFLICT,
        `Somebody has saved this article since version ${version}: it is at version ${article.version} now.`,
        'input.version',
      );
    }
    return {
      ...written,
      ...rendered(written.body),
      slug: newSlug,
      version: version + 1,
      updatedById: context.viewer!.userId,
    };
  });
}

/** The slug asked for, or one made from the title that no article of the language has. */
async function freeSlug(
  entityManager: EntityManager,
  { id, language, slug, title }: { id?: string; language: Locale; slug: string | null | undefined; title: string },
): Promise<string> {
  const isTaken = async (name: string) =>
    (await entityManager.count(ArticleRow, { language, slug: name, ...(id && { id: { $ne: id } }) })) > 0;
  if (slug?.trim()) {
    const asked = normalSlug(slug);
    if (!isSlug(asked)) throw invalid('slug', 'must be letters, digits and single hyphens, without capitals.');
    if (!(await isTaken(asked))) return asked;
    const taken = 'Another article in this language has this slug.';
    throw new UserInputError(UserErrorCode.CONFLICT, taken, 'input.slug');
  }
  const made = slugOf(title);
  for (let number = 2, name = made; ; name = `${made}-${number++}`) if (!(await isTaken(name))) return name;
}

const writtenIn = (input: ArticleSaveInput) => ({
  title: toSingleLine(input.title),
  body: input.body.replaceAll('\r\n', '\n').trimEnd(),
});

function languageOf({ language }: ArticleSaveInput): Locale {
  if (!language) throw new UserInputError(UserErrorCode.REQUIRED, 'language must be given.', 'input.language');
  if (!isLocale(language)) throw invalid('language', 'must be `en` or `bn`.');
  return language;
}

const invalid = (field: string, rule: string) =>
  new UserInputError(UserErrorCode.INVALID, `${field} ${rule}`, `input.${field}`);

function knownLanguage(language: string): Locale {
  if (!isLocale(language)) throw badArgument('language', 'must be `en` or `bn`');
  return language;
}
