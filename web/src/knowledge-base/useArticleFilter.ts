import { computed, type ComputedRef } from 'vue';
import { useRoute, useRouter, type LocationQuery } from 'vue-router';
import { textLimits } from '#shared/limits.ts';
import { shorten } from '#shared/text.ts';
import type { ArticleStatus } from '../gql/graphql';
import { useLanguage, type Language } from '../locales/language';
import { toLanguage } from './article-languages';

export const articleStatuses = ['PUBLISHED', 'DRAFT', 'ARCHIVED'] as const satisfies ArticleStatus[];

export interface ArticleFilter {
  search: string;
  language: Language | 'any';
  /** Any when null. */
  status: ArticleStatus | null;
}

/** What the list of articles shows, stored in the address: reload, bookmarks and the back button all know it. */
export function useArticleFilter(): {
  filter: ComputedRef<ArticleFilter>;
  setFilter: (part: Partial<ArticleFilter>) => void;
} {
  const route = useRoute();
  const router = useRouter();
  const { language: portalLanguage } = useLanguage();
  let lastQuery: LocationQuery = route.query;
  const filter = computed<ArticleFilter>(() => {
    // While the next page is being opened, this one keeps what it showed.
    if (route.name === 'help') lastQuery = route.query;
    const { search, language, status } = lastQuery;
    return {
      search: shorten(String(search ?? ''), textLimits.search),
      language: language === 'any' ? 'any' : (toLanguage(language) ?? portalLanguage.value),
      status: articleStatuses.find((each) => each === status) ?? null,
    };
  });

  function setFilter(part: Partial<ArticleFilter>): void {
    const before = filter.value;
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

  return { filter, setFilter };
}
