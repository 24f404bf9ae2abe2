import { useApolloClient } from '@vue/apollo-composable';
import type { Ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { ArticleDocument } from '../gql/graphql';
import { articleRoute } from '../knowledge-base/article-routes';
import type { NewTicketDraft } from './useNewTicket';

/** Fills in what the address of a new ticket brings along: an article that did not help, a search, or a category. */
export function useTicketPrefill(draft: Ref<NewTicketDraft>): void {
  const { resolveClient } = useApolloClient();
  const router = useRouter();
  const { query } = useRoute();
  const { title, category, article: slug, language } = query;
  if (!title && !category && !slug) return;
  if (title && !draft.value.title) draft.value.title = String(title);
  if (category && !draft.value.categoryId) draft.value.categoryId = String(category);
  if (slug) void addArticle({ slug: String(slug), language: language ? String(language) : null });
  // Only once: what is removed from the draft does not come back with a reload.
  void router.replace({ name: 'new-ticket' });

  async function addArticle(variables: { slug: string; language: string | null }): Promise<void> {
    const answer = await resolveClient()
      .query({ query: ArticleDocument, variables })
      .catch(() => null);
    const article = answer?.data.article;
    if (article)
      draft.value.readArticle = { title: article.title, path: router.resolve(articleRoute(article)).fullPath };
  }
}
