import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { frequencies } from '../limits/limits.ts';
import { searchPrice } from '../limits/price.ts';
import {
  Article,
  ArticleArchivePayload,
  ArticleConnection,
  ArticleMarkSolvedInput,
  ArticleMarkSolvedPayload,
  ArticlePublishPayload,
  ArticleRatePayload,
  ArticleSaveInput,
  ArticleSavePayload,
  ArticlesArgs,
} from './article.contract.ts';
import { archiveArticle, publishArticle, readArticleBySlug, readArticles, saveArticle } from './article.service.ts';
import { markSolved, rateArticle } from './article-rating.service.ts';

/** Reads a few hundred postings for each word, of up to sixteen. */
const articleSearchPrice = 200;

const articleId = { description: 'UUID of the article.' };

@Resolver()
export class ArticleResolver {
  @Keys('articles:read')
  @Query(() => ArticleConnection, {
    description:
      'The articles the viewer can see: published ones for customers, all of the tenant for staff. With `search` the most relevant first, otherwise the last changed first. Relevance depends on all articles: when one is published while you page, another may appear twice or be missed. Of a word that very many articles have, the 500 most relevant are considered. Keep search, language and status while you page.',
    complexity: searchPrice<ArticlesArgs>(articleSearchPrice, ({ search }) => search),
  })
  articles(
    @Ctx() context: RequestContext,
    @Args(() => ArticlesArgs) args: ArticlesArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readArticles(context, args, info);
  }

  @Keys('articles:read')
  @Query(() => Article, {
    nullable: true,
    description: 'One article by its slug; null when it does not exist for this viewer.',
  })
  article(
    @Ctx() context: RequestContext,
    @Arg('slug', () => String, { description: 'The slug of the article.' }) slug: string,
    @Arg('language', () => String, {
      nullable: true,
      description:
        'The preferred language as a BCP 47 tag: `en` or `bn`. When the article does not exist in it, or when omitted, the article comes in another language.',
    })
    language: string | null | undefined,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readArticleBySlug(context, slug, language, info);
  }

  @UserErrorMutation(() => ArticleSavePayload, {
    description:
      'Creates an article as a draft, or changes one; a published article changes immediately. Staff only (FORBIDDEN). NOT_FOUND on `id`; CONFLICT on `input.version` when someone else has saved since (nothing is lost: read the article again and merge), on `input.slug` when another article in the language has it.',
    price: 350,
    frequency: frequencies.articleSave,
    keys: 'articles:write',
  })
  articleSave(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, { nullable: true, description: 'UUID of the article; omitted for a new one.' })
    id: string | null | undefined,
    @Arg('input', () => ArticleSaveInput, { description: 'The text.' }) input: ArticleSaveInput,
  ) {
    return saveArticle(context, id, input);
  }

  @UserErrorMutation(() => ArticlePublishPayload, {
    description:
      'Makes an article visible to all customers of the tenant. Staff only (FORBIDDEN). NOT_FOUND on `id`; WRONG_STATE when it is already published.',
    keys: 'articles:write',
  })
  articlePublish(@Ctx() context: RequestContext, @Arg('id', () => ID, articleId) id: string) {
    return publishArticle(context, id);
  }

  @UserErrorMutation(() => ArticleArchivePayload, {
    description:
      'Hides an article from customers; its ratings are kept. Staff only (FORBIDDEN). NOT_FOUND on `id`; WRONG_STATE when it is already archived.',
    keys: 'articles:write',
  })
  articleArchive(@Ctx() context: RequestContext, @Arg('id', () => ID, articleId) id: string) {
    return archiveArticle(context, id);
  }

  @UserErrorMutation(() => ArticleRatePayload, {
    description:
      'Rates an article as helpful or not: one rating per viewer, who can change it. Customers only (FORBIDDEN). NOT_FOUND on `id`.',
    keys: 'articles:write',
  })
  articleRate(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, articleId) id: string,
    @Arg('helpful', () => Boolean, { description: 'Whether the article helped.' }) helpful: boolean,
  ) {
    return rateArticle(context, id, helpful);
  }

  @UserErrorMutation(() => ArticleMarkSolvedPayload, {
    description:
      'Records that an article, suggested while a ticket was being written, made the ticket unnecessary. Call it only when the author has said so. Customers only (FORBIDDEN). NOT_FOUND on `id`; CONFLICT on `input.idempotencyKey` when another article was recorded for the same ticket.',
    keys: 'articles:write',
  })
  articleMarkSolved(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, articleId) id: string,
    @Arg('input', () => ArticleMarkSolvedInput, { description: 'Which ticket.' }) input: ArticleMarkSolvedInput,
  ) {
    return markSolved(context, id, input);
  }
}
