import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { mostCategories } from '#shared/categories.ts';
import type { UserErrors } from '../apollo/useUserErrors';
import { useMutationWithErrors } from '../apollo/useMutationWithErrors';
import { CategoryCreateDocument, CategoryUpdateDocument } from '../gql/graphql';
import { useFormats } from '../locales/useFormats';

export const useCategoryCreate = () => useMutationWithErrors(CategoryCreateDocument, (data) => data.categoryCreate);

export const useCategoryUpdate = () => useMutationWithErrors(CategoryUpdateDocument, (data) => data.categoryUpdate);

/** What goes wrong with categories alone, in words. */
export function useCategoryProblems({ userErrors, problems }: UserErrors) {
  const { t } = useI18n();
  const formats = useFormats();
  const own = computed(() => {
    const codes = userErrors.value.map(({ code }) => code);
    if (codes.includes('CONFLICT')) return t('categories.taken');
    return codes.includes('TOO_MANY') ? t('categories.full', { count: formats.value.count(mostCategories) }) : null;
  });
  return (shownFields: string[] = []): string[] => (own.value ? [own.value] : problems(shownFields));
}
