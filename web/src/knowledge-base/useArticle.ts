import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useCachedQuery } from '../apollo/useCachedQuery';
import { ArticleDocument } from '../gql/graphql';

/** An article by its slug. */
export function useArticle(slug: MaybeRefOrGetter<string>, language: MaybeRefOrGetter<string>) {
  const { result, ...query } = useCachedQuery(ArticleDocument, () => ({
    slug: toValue(slug),
    language: toValue(language),
  }));
  return {
    ...query,
    /** undefined while it is not known, null when there is none for this viewer. */
    article: computed(() => result.value?.article),
  };
}
