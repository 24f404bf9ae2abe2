import type { ApolloCache } from '@apollo/client/core';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import {
  ArticleArchiveDocument,
  ArticleMarkSolvedDocument,
  ArticlePublishDocument,
  ArticleRateDocument,
  ArticleSaveDocument,
  type ArticleStateFragment,
  type UserErrorFieldsFragment,
} from '../gql/graphql';
import { updateArticleLists } from './update-article-lists';

type ArticlePayload = { article: ArticleStateFragment | null; userErrors: UserErrorFieldsFragment[] };

export function useArticleSave() {
  return useMutationWithErrors(ArticleSaveDocument, (data) => data.articleSave, updateLists);
}

export function useArticlePublish() {
  return useMutationWithErrors(ArticlePublishDocument, (data) => data.articlePublish, updateLists);
}

export function useArticleArchive() {
  return useMutationWithErrors(ArticleArchiveDocument, (data) => data.articleArchive, updateLists);
}

export function useArticleRate() {
  return useMutationWithErrors(ArticleRateDocument, (data) => data.articleRate);
}

export function useArticleMarkSolved() {
  return useMutationWithErrors(ArticleMarkSolvedDocument, (data) => data.articleMarkSolved);
}

function updateLists(cache: ApolloCache<unknown>, { article }: ArticlePayload): void {
  if (article) updateArticleLists(cache, article);
}
