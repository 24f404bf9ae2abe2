import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useDraft } from '../drafts/useDraft';
import type { ArticleStateFragment } from '../gql/graphql';
import type { Language } from '../locales/language';
import { toLanguage } from './article-languages';
import { useArticleSave } from './useArticleMutations';

export interface ArticleText {
  title: string;
  body: string;
  /** Empty for one made from the title. */
  slug: string;
  language: Language;
}
interface Unsaved {
  text: ArticleText;
  /** The version it is based on; null for a new article. */
  version: number | null;
}

/**
 * An article being written, a new one when there is none yet. What is not saved survives a reload, and a version that
 * somebody else has saved in between (`isOutdated`) is overwritten only on request.
 */
export function useArticleDraft(
  viewerId: string,
  article: MaybeRefOrGetter<ArticleStateFragment | null>,
  initial: Pick<ArticleText, 'slug' | 'language'>,
) {
  const name = `article.${toValue(article)?.id ?? `new.${initial.language}.${initial.slug}`}`;
  const { draft, keyFor, drop } = useDraft<{ unsaved: Unsaved | null }>(viewerId, name, () => ({ unsaved: null }));
  const wasRestored = draft.value.unsaved !== null;
  const { send, ...mutation } = useArticleSave();

  const saved = computed<ArticleText>(() => {
    const current = toValue(article);
    if (!current) return { title: '', body: '', ...initial };
    const { title, body, slug, language } = current;
    return { title, body: body ?? '', slug, language: toLanguage(language) ?? initial.language };
  });
  const unsaved = computed(() => draft.value.unsaved);
  const text = computed(() => unsaved.value?.text ?? saved.value);
  const isOutdated = computed(() => {
    const version = unsaved.value?.version ?? null;
    return version !== null && version < (toValue(article)?.version ?? 0);
  });

  function write(part: Partial<ArticleText>): void {
    const changed = { ...text.value, ...part };
    if (JSON.stringify(changed) === JSON.stringify(saved.value)) return drop();
    const version = unsaved.value?.version ?? toValue(article)?.version ?? null;
    draft.value = { unsaved: { text: changed, version } };
  }

  /** Resolves to the article as saved, or to null. */
  async function save(): Promise<ArticleStateFragment | null> {
    const { language, ...written } = text.value;
    const current = toValue(article);
    const payload = await (current
      ? send({ id: current.id, input: { ...written, version: unsaved.value?.version ?? current.version } })
      : send({ input: { ...written, language, idempotencyKey: keyFor(text.value) } }));
    if (!payload?.article) return null;
    drop();
    return payload.article;
  }

  return {
    text,
    write,
    save,
    ...mutation,
    isChanged: computed(() => unsaved.value !== null),
    /** The text was left unsaved on an earlier visit. */
    wasRestored: computed(() => wasRestored && unsaved.value !== null),
    /** Somebody else has saved since this text was begun. */
    isOutdated,
    hasConflict: computed(() =>
      mutation.userErrors.value.some(({ code, field }) => code === 'CONFLICT' && field === 'input.version'),
    ),
    /** Bases the text on the version of the other, which the next save overwrites. */
    rebase(): void {
      const version = toValue(article)?.version ?? null;
      if (unsaved.value) draft.value = { unsaved: { ...unsaved.value, version } };
    },
    /** Answers with what brings it back. */
    discard(): () => void {
      const given = draft.value;
      mutation.reset();
      drop();
      return () => (draft.value = given);
    },
  };
}
