import { useApolloClient } from '@vue/apollo-composable';
import { shallowRef, watch, type MaybeRefOrGetter, type ShallowRef } from 'vue';
import { ArticleSuggestionsDocument, type ArticleSuggestionFragment } from '../gql/graphql';
import { useLanguage } from '../locales/language';
import { useSettledText } from '../ui/useSettledText';
import { detectLanguage } from './article-languages';

const maxSuggestions = 3;
const minLength = 3;

/**
 * Articles that may answer what somebody begins to write. The last ones stay until the next answer; a search that fails
 * finds none, as it must never get in the way of writing.
 */
export function useArticleSuggestions(
  text: MaybeRefOrGetter<string>,
  isKnown: (article: ArticleSuggestionFragment) => boolean,
): { suggestions: Readonly<ShallowRef<ArticleSuggestionFragment[]>> } {
  const { resolveClient } = useApolloClient();
  const { language } = useLanguage();
  const suggestions = shallowRef<ArticleSuggestionFragment[]>([]);
  let lastSearch = 0;

  watch(
    useSettledText(text),
    async (search) => {
      const number = ++lastSearch;
      const found = search.length < minLength ? [] : await find(search);
      if (number !== lastSearch) return;
      suggestions.value = found.filter((article) => !isKnown(article)).slice(0, maxSuggestions);
    },
    { immediate: true },
  );

  async function find(search: string): Promise<ArticleSuggestionFragment[]> {
    const variables = { search, language: detectLanguage(search, language.value), first: maxSuggestions + 1 };
    const answer = await resolveClient()
      // nothing else shows what was found while typing
      .query({ query: ArticleSuggestionsDocument, variables, fetchPolicy: 'no-cache' })
      .catch(() => null);
    return answer?.data.articles.nodes ?? [];
  }

  return { suggestions };
}
