import { computed, ref, toValue, type MaybeRefOrGetter } from 'vue';
import { useI18n } from 'vue-i18n';
import type { ArticleStateFragment } from '../gql/graphql';
import { useArticleArchive, useArticlePublish } from './useArticleMutations';

/** Publishes an article, or archives it. */
export function useArticleStatus(article: MaybeRefOrGetter<Pick<ArticleStateFragment, 'id'>>) {
  const { t } = useI18n();
  const publishing = useArticlePublish();
  const archiving = useArticleArchive();
  const done = ref<'published' | 'archived' | null>(null);

  async function change(
    mutation: typeof publishing | typeof archiving,
    outcome: 'published' | 'archived',
  ): Promise<boolean> {
    publishing.reset();
    archiving.reset();
    done.value = null;
    const payload = await mutation.send({ id: toValue(article).id });
    if (payload) done.value = outcome;
    return !!payload;
  }

  return {
    /** Resolves to whether it is published. */
    publish: () => change(publishing, 'published'),
    archive: () => change(archiving, 'archived'),
    changing: computed(() => publishing.sending.value || archiving.sending.value),
    /** What was done; empty when nothing was. */
    statusMessage: computed(() => (done.value ? t(`help.${done.value}`) : '')),
    problems: computed(() => [...publishing.problems(), ...archiving.problems()]),
  };
}
