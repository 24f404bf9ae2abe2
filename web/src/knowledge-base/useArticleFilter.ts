import { computed, type ComputedRef } from 'vue';
import { useRoute, useRouter, type LocationQuery } from 'vue-router';
import type { ArticleStatus } from '../gql/graphql';
import { useLanguage, type Language } from '../locales/language';
import { articleLimits, articleStatuses, languageFrom } from './article-rules';

export interface ArticleChoice {
  search: string;
  language: Language | 'any';
  /** Any when null. */
  status: ArticleStatus | null;
}

/** What the list of articles shows, kept in the address: reload, bookmarks and the back button all know it. */
export function useArticleChoice(): {
  choice: ComputedRef<ArticleChoice>;
  choose: (part: Partial<ArticleChoice>) => void;
} {
  const route = useRoute();
  const router = useRouter();
  const { language: portalLanguage } = useLanguage();
  let lastQuery: LocationQuery = route.query;
  const choice = computed<ArticleChoice>(() => {
    // While the next page is being opened, this one keeps what it showed.
    if (route.name === 'help') lastQuery = route.query;
    const { search, language, status } = lastQuery;
    return {
      search: String(search ?? '').slice(0, articleLimits.search),
      language: language === 'any' ? 'any' : (languageFrom(language) ?? portalLanguage.value),
      status: articleStatuses.find((each) => each === status) ?? null,
    };
  });

  function choose(part: Partial<ArticleChoice>): void {
    const before = choice.value;
    const { search, language, status } = { ...before, ...part };
    const location = {
      query: {
        ...(search ? { search } : {}),
        ...(language === portalLanguage.value ? {} : { language }),
        ...(status ? { status } : {}),
      },
    };
    const refinesSearch = !!before.search && !!search && before.search !== search;
    void (refinesSearch ? router.replace(location) : router.push(location));
  }

  return { choice, choose };
}
