import type { ApolloCache } from '@apollo/client/core';
import { useVerb } from '../apollo/useVerb';
import {
  ArticleArchiveDocument,
  ArticleMarkSolvedDocument,
  ArticlePublishDocument,
  ArticleRateDocument,
  ArticleSaveDocument,
  type ArticleStateFragment,
  type UserErrorFieldsFragment,
} from '../gql/graphql';
import { placeArticle } from './place-article';

type ArticlePayload = { article: ArticleStateFragment | null; userErrors: UserErrorFieldsFragment[] };

export function useArticleSave() {
  return useVerb(ArticleSaveDocument, (data) => data.articleSave, place);
}

export function useArticlePublish() {
  return useVerb(ArticlePublishDocument, (data) => data.articlePublish, place);
}

export function useArticleArchive() {
  return useVerb(ArticleArchiveDocument, (data) => data.articleArchive, place);
}

export function useArticleRate() {
  return useVerb(ArticleRateDocument, (data) => data.articleRate);
}

export function useArticleMarkSolved() {
  return useVerb(ArticleMarkSolvedDocument, (data) => data.articleMarkSolved);
}

function place(cache: ApolloCache<unknown>, { article }: ArticlePayload): void {
  if (article) placeArticle(cache, article);
}
