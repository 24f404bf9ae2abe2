import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { textIn, type LocalisedText } from '#shared/localised-text.ts';
import { useFormats } from '../locales/useFormats';
import { useViewer } from '../users/useViewer';
import type { TicketField } from './useTicketFields';

interface FieldTexts {
  label: (field: Pick<TicketField, 'labels'>) => string;
  hint: (field: TicketField) => string;
  /** Of a choice. */
  name: (choice: TicketField['choices'][number]) => string;
  /** An answer in words. */
  value: (field: TicketField, answer: string) => string;
}

/** What fields and answers are called in the language of the screen. */
export function useFieldTexts(): ComputedRef<FieldTexts> {
  const { t, locale } = useI18n();
  const { viewer } = useViewer();
  const formats = useFormats();
  const text = (texts: readonly LocalisedText[]) => textIn(texts, locale.value, viewer.value.tenant.defaultLocale);

  return computed(() => {
    const name: FieldTexts['name'] = ({ names }) => text(names);
    return {
      label: ({ labels }) => text(labels),
      hint: ({ hints }) => text(hints),
      name,
      value({ kind, choices }, answer) {
        if (kind === 'YES_NO') return t(answer === 'true' ? 'ticketFields.yes' : 'ticketFields.no');
        if (kind === 'NUMBER') return formats.value.count(Number(answer));
        if (kind === 'DATE') return formats.value.date(answer);
        const chosen = choices.find(({ id }) => id === answer);
        return chosen ? name(chosen) : answer;
      },
    };
  });
}
