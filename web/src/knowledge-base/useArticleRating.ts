import { computed, ref, toValue, type MaybeRefOrGetter } from 'vue';
import type { ArticleStateFragment } from '../gql/graphql';
import { useArticleRate } from './useArticleMutations';

/** Whether the viewer found an article helpful. An answer that did not get through is kept, to be sent again. */
export function useArticleRating(article: MaybeRefOrGetter<Pick<ArticleStateFragment, 'id'>>) {
  const { send, sending, problems } = useArticleRate();
  const unsaved = ref<boolean | null>(null);

  async function rate(helpful: boolean): Promise<void> {
    if (sending.value) return;
    unsaved.value = helpful;
    if (await send({ id: toValue(article).id, helpful })) unsaved.value = null;
  }

  return {
    rate,
    /** The answer that is being saved, or could not be saved. */
    unsaved,
    sending,
    problem: computed(() => problems()[0]),
  };
}
