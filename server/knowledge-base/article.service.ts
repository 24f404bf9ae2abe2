import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { GraphQLResolveInfo } from 'graphql';
import { v7 as uuid } from 'uuid';
import { isLocale, locales, type Locale } from '#shared/locale.ts';
import type { RequestContext } from '../context.ts';
import { isUuid } from '../database/uuid.ts';
import type { Condition } from '../reads/read-statement.ts';
import { differences, stateOf } from '../events/field-changes.ts';
import type { PortalEventDeclaration } from '../events/portal-event.ts';
import { record } from '../events/record.ts';
import { badArgument } from '../reads/connection.ts';
import { readSearchText, withFinish } from '../reads/search-text.ts';
import { idempotencyConflict, isSameRequest, writeOnce } from '../writes/idempotency.ts';
import { isBlank, toSingleLine, toText } from '#shared/text.ts';
import { UserErrorCode, UserInputError, forbidden, notFound, wrongState } from '../graphql/user-error.ts';
import type { Article, ArticleSaveInput, ArticlesArgs } from './article.contract.ts';
import { ArticleRow, ArticleStatus } from './article.entity.ts';
import { aboutArticle, articleArchived, articlePublished, articleSaved } from './article.events.ts';
import { canArchive, canPublish, canSave } from './article.policy.ts';
import { articleOrder, articleReads } from './article.reads.ts';
import { searchExpressions } from '../article-search/article-search.ts';
import { flushAndIndex, lockKnowledgeBase } from './article-index.ts';
import { articlesByRelevance, foundArticleReads } from './found-article.reads.ts';
import { renderBody } from './render-article.ts';
import { firstFreeSlug, isSlug, normalizeSlug, slugAsMeant, slugFromTitle } from './slug.ts';

/** The articles the viewer can see. Throws UNAUTHENTICATED, BAD_USER_INPUT. */
export function readArticles(
  context: RequestContext,
  { search, language, status, sort, ...page }: ArticlesArgs,
  info: GraphQLResolveInfo,
) {
  const { tenantId } = context.signedIn;
  const locale = language ? toLocale(language) : null;
  const text = readSearchText(search, 'search');
  const query = withFinish(text, search);
  if (query && sort) throw badArgument('sort', 'cannot be combined with `search`');
  const where: Condition<ArticleRow> = (article, parameter) =>
    [
      locale ? `${article.language} = ${parameter(locale, 'text')}` : 'true',
      status?.length ? `${article.status} = any(${parameter(status, 'text[]')})` : 'true',
    ].join(' and ');
  if (!query) return context.page(articleReads, { page, order: articleOrder(sort), where }, info);
  const expressions = searchExpressions({ query, tenantId, fuzzy: context.portal.trigrams });
  return context.page(foundArticleReads, { page, order: articlesByRelevance, where, with: expressions }, info);
}

/** The article with this slug, preferably in `language`; null when the viewer can see none. */
export async function readArticleBySlug(
  context: RequestContext,
  slug: string,
  language: string | null | undefined,
  info: GraphQLResolveInfo,
): Promise<Article | null> {
  const locale = language ? toLocale(language) : null;
  const name = normalizeSlug(slug);
  if (name.includes('\0')) return null;
  return context.one(
    articleReads,
    (article, parameter) => {
      const tenant = parameter(context.viewer!.tenantId, 'uuid');
      const named = `named.tenant_id = ${tenant} and named.slug = ${parameter(name, 'text')}`;
      const preferred = `named.language = ${parameter(locale, 'text')} desc nulls last, named.language desc`;
      return `${article.id} = (select id from article as named where ${named} order by ${preferred} limit 1)`;
    },
    info,
  );
}

/** Creates an article, or changes the text of one. Staff only. */
export function saveArticle(
  context: RequestContext,
  id: string | null | undefined,
  input: ArticleSaveInput,
): Promise<{ articleId: string }> {
  return id == null ? createArticle(context, input) : changeText(context, id, input);
}

/** Makes an article visible to all customers of the tenant. Staff only. */
export function publishArticle(context: RequestContext, id: string): Promise<{ articleId: string }> {
  return changeArticle(context, id, articlePublished, (article) => {
    if (!canPublish(context.viewer!, article)) throw wrongState('This article is already published.');
    return { status: ArticleStatus.PUBLISHED };
  });
}

/** Hides an article from customers. Staff only. */
export function archiveArticle(context: RequestContext, id: string): Promise<{ articleId: string }> {
  return changeArticle(context, id, articleArchived, (article) => {
    if (!canArchive(context.viewer!, article)) throw wrongState('This article is already archived.');
    return { status: ArticleStatus.ARCHIVED };
  });
}

/** The article, locked until the end of the transaction. Throws NOT_FOUND on `id`. */
async function lockArticle(entityManager: EntityManager, id: string): Promise<ArticleRow> {
  const article = isUuid(id) && (await entityManager.findOne(ArticleRow, id, { lockMode: LockMode.PESSIMISTIC_WRITE }));
  if (!article) throw notFound('Article', 'id');
  return article;
}

type Changes = Partial<ArticleRow> | null;

/** Writes what `change` returns, and records it; nothing when it returns null. */
function changeArticle(
  context: RequestContext,
  id: string,
  event: PortalEventDeclaration,
  change: (article: ArticleRow, entityManager: EntityManager) => Changes | Promise<Changes>,
): Promise<{ articleId: string }> {
  return context.write(async (entityManager) => {
    await lockKnowledgeBase(entityManager, context.scope.tenantId);
    const article = await lockArticle(entityManager, id);
    if (!canSave(context.viewer!)) throw forbidden('Only staff can edit articles.');
    const changes = await change(article, entityManager);
    if (changes) {
      const former = stateOf(toldFields, article);
      Object.assign(article, changes);
      await flushAndIndex(entityManager, article);
      // only now, since whoever changes anything of the tenant waits from here to the commit
      const facts = {
        ...aboutArticle(article, context.viewer!),
        changes: differences(toldFields, former, article, String),
      };
      article.updatedAt = await record(entityManager, event, facts);
      if (changes.status === ArticleStatus.PUBLISHED) article.publishedAt = article.updatedAt;
    }
    return { articleId: article.id };
  });
}

/** What events say of a change: not what was written, which has a version. */
const toldFields = ['version', 'slug', 'status'] as const;

async function createArticle(context: RequestContext, input: ArticleSaveInput): Promise<{ articleId: string }> {
  const viewer = context.signedIn;
  if (!canSave(viewer)) throw forbidden('Only staff can write articles.');
  const text = textOf(input);
  const language = requiredLanguage(input);
  const rendered = await renderBody(text.body);
  const author = { createdById: viewer.userId, idempotencyKey: input.idempotencyKey || null };
  return writeOnce(context, ArticleRow, author, async (entityManager, existing) => {
    if (existing) {
      // once it has been changed, its first text is no longer known
      const isSameText = existing.version > 1 || isSameRequest(text, existing);
      if (existing.language !== language || !isSameText) throw idempotencyConflict();
      return { articleId: existing.id };
    }
    await lockKnowledgeBase(entityManager, viewer.tenantId);
    const now = new Date();
    const article = entityManager.create(ArticleRow, {
      ...text,
      ...rendered,
      ...author,
      id: uuid(),
      tenantId: viewer.tenantId,
      language,
      slug: await newSlug(entityManager, input, { language, title: text.title }),
      status: ArticleStatus.DRAFT,
      version: 1,
      updatedById: viewer.userId,
      createdAt: now,
      updatedAt: now,
      publishedAt: null,
    });
    await flushAndIndex(entityManager, article);
    const changes = [{ field: 'version', from: null, to: '1' }];
    article.createdAt = article.updatedAt = await record(entityManager, articleSaved, {
      ...aboutArticle(article, viewer),
      changes,
    });
    return { articleId: article.id };
  });
}

async function changeText(
  context: RequestContext,
  id: string,
  input: ArticleSaveInput,
): Promise<{ articleId: string }> {
  const text = textOf(input);
  const rendered = await renderBody(text.body);
  return changeArticle(context, id, articleSaved, async (article, entityManager) => {
    const { version } = input;
    if (version == null) throw new UserInputError(UserErrorCode.REQUIRED, 'version is required.', 'input.version');
    if (input.language && input.language !== article.language) {
      throw invalid('language', 'cannot be changed. Create a new article with the same slug instead.');
    }
    const slug = isBlank(input.slug ?? '') ? article.slug : await newSlug(entityManager, input, article);
    // repeating one's own last save is no conflict
    if (slug === article.slug && isSameRequest(text, article)) return null;
    if (version !== article.version) throw newerVersion(version, article);
    return {
      ...text,
      ...rendered,
      slug,
      version: version + 1,
      updatedById: context.viewer!.userId,
    };
  });
}

/** The slug of the input when it is free, otherwise one made from the title. The knowledge base is locked. */
async function newSlug(
  entityManager: EntityManager,
  { slug }: ArticleSaveInput,
  { id, language, title }: { id?: string; language: Locale; title: string },
): Promise<string> {
  const isTaken = async (name: string) =>
    (await entityManager.count(ArticleRow, { language, slug: name, ...(id && { id: { $ne: id } }) })) > 0;
  if (!slug || isBlank(slug)) return firstFreeSlug(slugFromTitle(title), isTaken);
  const name = slugAsMeant(slug);
  if (!isSlug(name)) throw invalid('slug', 'must consist of lower-case letters, digits and single hyphens.');
  if (await isTaken(name)) {
    const message = 'Another article in this language already uses this slug.';
    throw new UserInputError(UserErrorCode.CONFLICT, message, 'input.slug');
  }
  return name;
}

const textOf = (input: ArticleSaveInput) => ({
  title: toSingleLine(input.title),
  body: toText(input.body),
});

function requiredLanguage({ language }: ArticleSaveInput): Locale {
  if (!language) throw new UserInputError(UserErrorCode.REQUIRED, 'language is required.', 'input.language');
  if (!isLocale(language)) throw invalid('language', `${languageRule}.`);
  return language;
}

function toLocale(language: string): Locale {
  if (!isLocale(language)) throw badArgument('language', languageRule);
  return language;
}

const languageRule = `must be ${locales.map((locale) => `\`${locale}\``).join(' or ')}`;

const invalid = (field: string, rule: string) =>
  new UserInputError(UserErrorCode.INVALID, `${field} ${rule}`, `input.${field}`);

const newerVersion = (version: number, article: ArticleRow) =>
  new UserInputError(
    UserErrorCode.CONFLICT,
    `Someone else has saved this article since version ${version}. It is now at version ${article.version}.`,
    'input.version',
  );
