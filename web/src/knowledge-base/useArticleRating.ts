import { computed, ref, toValue, type MaybeRefOrGetter } from 'vue';
import type { ArticleStateFragment } from '../gql/graphql';
import { useArticleRate } from './useArticleMutations';

/** Whether the viewer found an article helpful. What did not get through is kept as a wish, to be tried again. */
export function useArticleRating(article: MaybeRefOrGetter<Pick<ArticleStateFragment, 'id'>>) {
  const { send, sending, problems } = useArticleRate();
  const wish = ref<boolean | null>(null);

  async function rate(helpful: boolean): Promise<void> {
    if (sending.value) return;
    wish.value = helpful;
    if (await send({ id: toValue(article).id, helpful })) wish.value = null;
  }

  return {
    rate,
    /** What is not yet said, or could not be said. */
    wish,
    sending,
    problem: computed(() => problems()[0]),
  };
}
