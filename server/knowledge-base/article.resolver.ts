import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../context.ts';
import { Verb } from '../graphql/user-error.ts';
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

const articleId = { description: 'UUID of the article.' };

@Resolver()
export class ArticleResolver {
  @Query(() => ArticleConnection, {
    description:
      'The articles the viewer may see: published ones for customers, all of the tenant for staff. Most relevant first when something is searched for, last changed first otherwise. Relevance depends on all articles: when one is published while you page, another may be met twice or missed. Of a word that very many articles hold, the 500 that are most about it are looked at. Keep search, language and status while you page.',
  })
  articles(
    @Ctx() context: RequestContext,
    @Args(() => ArticlesArgs) args: ArticlesArgs,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readArticles(context, args, info);
  }

  @Query(() => Article, {
    nullable: true,
    description: 'One article by its name in addresses; null when it does not exist for this viewer.',
  })
  article(
    @Ctx() context: RequestContext,
    @Arg('slug', () => String, { description: 'The slug of the article.' }) slug: string,
    @Arg('language', () => String, {
      nullable: true,
      description:
        'The language wanted, as a BCP 47 tag: `en` or `bn`. When the article is not there in it, or nothing is given, it comes in a language it is there in.',
    })
    language: string | null | undefined,
    @Info() info: GraphQLResolveInfo,
  ) {
    return readArticleBySlug(context, slug, language, info);
  }

  @Verb(() => ArticleSavePayload, {
    description:
      'Writes a new article, a draft, or changes one; what is published changes at once. Staff only (FORBIDDEN). NOT_FOUND on `id`; CONFLICT on `input.version` when somebody has saved in between (nothing is lost: read it again and bring both together), on `input.slug` when another article of the language has it.',
  })
  articleSave(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, { nullable: true, description: 'UUID of the article; left out for a new one.' })
    id: string | null | undefined,
    @Arg('input', () => ArticleSaveInput, { description: 'What it says.' }) input: ArticleSaveInput,
  ) {
    return saveArticle(context, id, input);
  }

  @Verb(() => ArticlePublishPayload, {
    description:
      'Shows an article to all customers of the tenant. Staff only (FORBIDDEN). NOT_FOUND on `id`; WRONG_STATE when it is published already.',
  })
  articlePublish(@Ctx() context: RequestContext, @Arg('id', () => ID, articleId) id: string) {
    return publishArticle(context, id);
  }

  @Verb(() => ArticleArchivePayload, {
    description:
      'Puts an article away; its ratings are kept. Staff only (FORBIDDEN). NOT_FOUND on `id`; WRONG_STATE when it is archived already.',
  })
  articleArchive(@Ctx() context: RequestContext, @Arg('id', () => ID, articleId) id: string) {
    return archiveArticle(context, id);
  }

  @Verb(() => ArticleRatePayload, {
    description:
      'Says whether an article helped: counted once a viewer, who may change it. Customers only (FORBIDDEN). NOT_FOUND on `id`.',
  })
  articleRate(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, articleId) id: string,
    @Arg('helpful', () => Boolean, { description: 'Whether it helped.' }) helpful: boolean,
  ) {
    return rateArticle(context, id, helpful);
  }

  @Verb(() => ArticleMarkSolvedPayload, {
    description:
      'Says that an article, offered while a ticket was being written, solved the matter. Call it only when the writer has said so. Customers only (FORBIDDEN). NOT_FOUND on `id`; CONFLICT on `input.idempotencyKey` when another article has solved the same matter.',
  })
  articleMarkSolved(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, articleId) id: string,
    @Arg('input', () => ArticleMarkSolvedInput, { description: 'Which matter.' }) input: ArticleMarkSolvedInput,
  ) {
    return markSolved(context, id, input);
  }
}
