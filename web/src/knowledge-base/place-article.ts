import type { ApolloCache } from '@apollo/client/core';
import type { CachedConnection } from '../apollo/connections';
import type { ArticlesQueryVariables, ArticleSummaryFragment } from '../gql/graphql';

/**
 * Puts a new or changed article first in every list of the cache it belongs to, and takes it out of those it has left.
 * What a search finds, and how high, only the server can tell: such a list merely loses what it no longer may show.
 */
export function placeArticle(cache: ApolloCache<unknown>, article: ArticleSummaryFragment): void {
  const ref = cache.identify({ __typename: 'Article', id: article.id });
  if (!ref) return;
  cache.modify<{ articles: CachedConnection }>({
    fields: {
      articles(known, { storeFieldName }) {
        const list = known as CachedConnection;
        const choice = argumentsIn(storeFieldName);
        const others = list.edges.filter((edge) => edge.node.__ref !== ref);
        const wasShown = others.length < list.edges.length;
        if (!belongs(article, choice)) {
          return wasShown ? { ...list, edges: others, totalCount: Math.max(0, (list.totalCount ?? 0) - 1) } : list;
        }
        if (choice.search) return list;
        const edge = { __typename: 'ArticleEdge', cursor: '', node: { __ref: ref } };
        // What was shown neither here nor on a page not yet loaded is new to the list.
        const isNew = !wasShown && !list.pageInfo.hasNextPage;
        return { ...list, edges: [edge, ...others], totalCount: (list.totalCount ?? 0) + (isNew ? 1 : 0) };
      },
    },
  });
}

type Choice = Pick<ArticlesQueryVariables, 'search' | 'language' | 'status'>;

function argumentsIn(storeFieldName: string): Choice {
  const start = storeFieldName.indexOf('{');
  return start < 0 ? {} : JSON.parse(storeFieldName.slice(start));
}

function belongs(article: ArticleSummaryFragment, { language, status }: Choice): boolean {
  const statuses = status ? [status].flat() : [];
  return (!language || language === article.language) && (!statuses.length || statuses.includes(article.status));
}
