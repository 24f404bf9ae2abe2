import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import type { ArticleStateFragment } from '../gql/graphql';
import type { Language } from '../locales/language';
import { idempotencyKey } from '../drafts/idempotency-key';
import { useDraft } from '../drafts/useDraft';
import { languageFrom } from './article-rules';
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
  /** The version it was begun with; null for a new article. */
  version: number | null;
  /** What was last tried to save as a new article with its key: the same saved again must not appear twice. */
  attempt: { of: string; key: string } | null;
}

/**
 * An article being written, a new one when there is none yet. What is not saved outlives a reload, and what
 * somebody else has saved in between (`isBehind`) is overwritten only when that is wished.
 */
export function useArticleWriting(
  viewerId: string,
  article: MaybeRefOrGetter<ArticleStateFragment | null>,
  begin: Pick<ArticleText, 'slug' | 'language'>,
) {
  const place = toValue(article)?.id ?? `new.${begin.language}.${begin.slug}`;
  const { draft, drop } = useDraft<{ unsaved: Unsaved | null }>(viewerId, `article.${place}`, () => ({
    unsaved: null,
  }));
  const wasKept = draft.value.unsaved !== null;
  const { send, ...mutation } = useArticleSave();

  const saved = computed<ArticleText>(() => {
    const known = toValue(article);
    if (!known) return { title: '', body: '', ...begin };
    const { title, body, slug, language } = known;
    return { title, body: body ?? '', slug, language: languageFrom(language) ?? begin.language };
  });
  const unsaved = computed(() => draft.value.unsaved);
  const text = computed(() => unsaved.value?.text ?? saved.value);
  const isBehind = computed(() => {
    const begunWith = unsaved.value?.version ?? null;
    return begunWith !== null && begunWith < (toValue(article)?.version ?? 0);
  });

  function write(part: Partial<ArticleText>): void {
    const now = { ...text.value, ...part };
    if (JSON.stringify(now) === JSON.stringify(saved.value)) return drop();
    const version = unsaved.value?.version ?? toValue(article)?.version ?? null;
    draft.value = { unsaved: { text: now, version, attempt: unsaved.value?.attempt ?? null } };
  }

  /** Resolves to the article as saved, or to null. */
  async function save(): Promise<ArticleStateFragment | null> {
    const { language, ...written } = text.value;
    const known = toValue(article);
    const answer = await (known
      ? send({ id: known.id, input: { ...written, version: unsaved.value?.version ?? known.version } })
      : send({ input: { ...written, language, idempotencyKey: keyOf(text.value) } }));
    if (!answer?.article) return null;
    drop();
    return answer.article;
  }

  function keyOf(written: ArticleText): string {
    const of = JSON.stringify(written);
    const earlier = unsaved.value?.attempt;
    if (earlier?.of === of) return earlier.key;
    const key = idempotencyKey();
    draft.value = { unsaved: { text: written, version: null, attempt: { of, key } } };
    return key;
  }

  return {
    text,
    write,
    save,
    ...mutation,
    isChanged: computed(() => unsaved.value !== null),
    /** The text is not from now: it was left unsaved earlier. */
    wasKept: computed(() => wasKept && unsaved.value !== null),
    /** Somebody else has saved since this text was begun. */
    isBehind,
    hasConflict: computed(() =>
      mutation.userErrors.value.some(({ code, field }) => code === 'CONFLICT' && field === 'input.version'),
    ),
    /** Goes on from the version of the other. */
    catchUp(): void {
      const version = toValue(article)?.version ?? null;
      if (unsaved.value) draft.value = { unsaved: { ...unsaved.value, version } };
    },
    discard(): void {
      mutation.reset();
      drop();
    },
  };
}
