import { useApolloClient } from '@vue/apollo-composable';
import { refDebounced } from '@vueuse/core';
import { computed, shallowRef, toValue, watch, type MaybeRefOrGetter, type ShallowRef } from 'vue';
import { ArticleOffersDocument, type ArticleOfferFragment } from '../gql/graphql';
import { useLanguage } from '../locales/language';
import { articleLimits, languageTyped } from './article-rules';

const atMost = 3;
const worthAsking = 3;

/**
 * Articles that may answer what somebody begins to write. The last ones stay until the next answer;
 * when there is none, there are none: the search must never get in the way of writing.
 */
export function useArticleOffers(
  text: MaybeRefOrGetter<string>,
  isKnown: (article: ArticleOfferFragment) => boolean,
): { offers: Readonly<ShallowRef<ArticleOfferFragment[]>> } {
  const { resolveClient } = useApolloClient();
  const { language } = useLanguage();
  const offers = shallowRef<ArticleOfferFragment[]>([]);
  const search = refDebounced(
    computed(() => toValue(text).trim().slice(0, articleLimits.search)),
    300,
  );
  let asked = 0;

  watch(
    search,
    async (typed) => {
      const number = ++asked;
      const found = typed.length < worthAsking ? [] : await find(typed);
      if (number === asked) offers.value = found.filter((article) => !isKnown(article)).slice(0, atMost);
    },
    { immediate: true },
  );

  async function find(typed: string): Promise<ArticleOfferFragment[]> {
    const variables = { search: typed, language: languageTyped(typed, language.value), first: atMost + 1 };
    const answer = await resolveClient()
      // nothing else shows what was found while typing
      .query({ query: ArticleOffersDocument, variables, fetchPolicy: 'no-cache' })
      .catch(() => null);
    return answer?.data.articles.nodes ?? [];
  }

  return { offers };
}
