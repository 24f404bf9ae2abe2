import { watchDebounced } from '@vueuse/core';
import { shallowRef, toValue, type MaybeRefOrGetter } from 'vue';

/** What readers will see of a body in Markdown: made by the very renderer the server uses, loaded when it is needed. */
export function useArticlePreview(body: MaybeRefOrGetter<string>) {
  const html = shallowRef<string | null>(null);
  watchDebounced(
    () => toValue(body),
    async () => {
      const renderer = await import('#shared/markdown.ts').catch(() => null);
      if (renderer) html.value = renderer.renderMarkdown(toValue(body)).html;
    },
    { debounce: 150, immediate: true },
  );
  return { html };
}
