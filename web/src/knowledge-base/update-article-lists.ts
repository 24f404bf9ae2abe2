import type { ApolloCache } from '@apollo/client/core';
import { withoutNode, type CachedConnection } from '../apollo/connections';
import { argumentsOf } from '../apollo/upsert-in-connections';
import type { ArticlesQueryVariables, ArticleSummaryFragment } from '../gql/graphql';

/**
 * Puts a new or changed article first in every cached list it belongs to, and removes it from those it has left.
 * Only the server knows what a search finds, and in which order: such a list merely loses what it may no longer show.
 */
export function updateArticleLists(cache: ApolloCache<unknown>, article: ArticleSummaryFragment): void {
  const ref = cache.identify({ __typename: 'Article', id: article.id });
  if (!ref) return;
  cache.modify<{ articles: CachedConnection }>({
    fields: {
      articles(stored, { storeFieldName }) {
        const list = stored as CachedConnection;
        const args = argumentsOf(storeFieldName) as ListArguments;
        if (!matches(article, args)) return withoutNode(list, ref);
        if (args.search) return list;
        const others = list.edges.filter((edge) => edge.node.__ref !== ref);
        const wasListed = others.length < list.edges.length;
        const edge = { __typename: 'ArticleEdge', cursor: '', node: { __ref: ref } };
        // it may have been on a page that is not loaded
        const isNew = !wasListed && !list.pageInfo.hasNextPage;
        return { ...list, edges: [edge, ...others], totalCount: (list.totalCount ?? 0) + (isNew ? 1 : 0) };
      },
    },
  });
}

type ListArguments = Pick<ArticlesQueryVariables, 'search' | 'language' | 'status'>;

function matches(article: ArticleSummaryFragment, { language, status }: ListArguments): boolean {
  const statuses = status ? [status].flat() : [];
  return (!language || language === article.language) && (!statuses.length || statuses.includes(article.status));
}
