import { useIntersectionObserver, usePreferredReducedMotion } from '@vueuse/core';
import { nextTick, onMounted, ref, toValue, watch, type MaybeRefOrGetter, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { shorten } from '#shared/text.ts';
import type { MessageFieldsFragment } from '../gql/graphql';

/** Keeps a thread where its reader is: at the newest message or, further up, undisturbed with a count of new ones. */
export function useThreadScroll(
  end: Readonly<Ref<HTMLElement | null>>,
  messages: MaybeRefOrGetter<MessageFieldsFragment[]>,
  viewerId: MaybeRefOrGetter<string>,
) {
  const { t } = useI18n();
  const motion = usePreferredReducedMotion();
  const isAtEnd = ref(true);
  const unread = ref(0);
  const statusMessage = ref('');

  useIntersectionObserver(
    end,
    ([entry]) => {
      isAtEnd.value = entry?.isIntersecting ?? false;
      if (isAtEnd.value) unread.value = 0;
    },
    { rootMargin: '0px 0px 160px 0px' },
  );

  function scrollToEnd(behavior: ScrollBehavior): void {
    // what follows the messages: the reply that is written, or that the ticket is closed
    const last = end.value?.parentElement?.querySelector('#reply, #closed-ticket') ?? end.value;
    last?.scrollIntoView({ block: 'end', behavior });
  }

  function goToEnd(): void {
    unread.value = 0;
    void nextTick(() => scrollToEnd(motion.value === 'reduce' ? 'auto' : 'smooth'));
  }

  /** Keeps the first message where it is on the screen while older ones are put before it. */
  function keepScrollPosition(isLoading: () => boolean): void {
    const first = document.querySelector('[data-message]');
    const before = first?.getBoundingClientRect().top;
    const stop = watch(
      isLoading,
      (loading) => {
        if (loading) return;
        stop();
        const after = first?.getBoundingClientRect().top;
        if (before !== undefined && after !== undefined) window.scrollBy({ top: after - before, behavior: 'instant' });
      },
      { flush: 'post' },
    );
  }

  onMounted(() => {
    if (end.value && end.value.getBoundingClientRect().top > window.innerHeight) scrollToEnd('instant');
  });

  watch(
    () => toValue(messages).at(-1)?.id,
    (_, before) => {
      const list = toValue(messages);
      const known = list.findIndex((message) => message.id === before);
      const arrived = list.slice(known + 1).filter((message) => message.author.id !== toValue(viewerId));
      const newest = arrived.at(-1);
      if (!newest || (before && known < 0)) return;
      const text = shorten(newest.body, 200) || t('messages.filesAlone');
      statusMessage.value = t('messages.announced', { name: newest.author.name, text });
      if (isAtEnd.value) goToEnd();
      else unread.value += arrived.length;
    },
  );

  return { unread, statusMessage, goToEnd, keepScrollPosition };
}
