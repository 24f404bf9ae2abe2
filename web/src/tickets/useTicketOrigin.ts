import { useApolloClient } from '@vue/apollo-composable';
import type { Ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { ArticleDocument } from '../gql/graphql';
import { articlePlace } from '../knowledge-base/article-rules';
import type { NewTicketDraft } from './useNewTicket';

/** Takes over what the address says of where a new ticket was begun: at an article that did not help, or at a search. */
export function useTicketOrigin(draft: Ref<NewTicketDraft>): void {
  const { resolveClient } = useApolloClient();
  const router = useRouter();
  const { query } = useRoute();
  const { title, article: slug, language } = query;
  if (!title && !slug) return;
  if (title && !draft.value.title) draft.value.title = String(title).slice(0, 200);
  if (slug) void takeArticle({ slug: String(slug), language: language ? String(language) : null });
  // Said once: what is removed from the draft does not come back with a reload.
  void router.replace({ name: 'new-ticket' });

  async function takeArticle(variables: { slug: string; language: string | null }): Promise<void> {
    const answer = await resolveClient()
      .query({ query: ArticleDocument, variables })
      .catch(() => null);
    const article = answer?.data.article;
    if (article)
      draft.value.readArticle = { title: article.title, path: router.resolve(articlePlace(article)).fullPath };
  }
}
