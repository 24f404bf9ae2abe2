import { textIn, type LocalisedText } from '#shared/localised-text.ts';
import { isStaff } from '../access/viewer.ts';
import { computed, expression } from '../reads/fields.ts';
import { ascending, type SortKey } from '../reads/order.ts';
import { reads } from '../reads/reads.ts';
import { viewerLanguages } from '../users/viewer-languages.ts';
import { Category } from './category.contract.ts';
import { CategoryRow } from './category.entity.ts';

/** By another name than that of the field, which customers do not see. */
const texts = expression<CategoryRow, LocalisedText[]>(({ names }) => names);

export const categoryReads = reads(CategoryRow, Category, {
  columns: ['id', 'archived'],
  fields: {
    name: computed([], (category) => textIn(category.texts, category.locale, category.defaultLocale), {
      texts,
      ...viewerLanguages,
    }),
    names: computed([], (category, { viewer }) => (isStaff(viewer) ? category.texts : null), {
      texts,
    }),
    position: expression(({ position, archived }) => `case when not ${archived} then ${position} end`),
  },
});

const archivedLast: SortKey<CategoryRow> = {
  name: 'archived',
  type: 'integer',
  sql: ({ archived }) => `${archived}::int`,
};

/** As admins have put them, then those that are archived. */
export const categoryOrder = ascending<CategoryRow>(archivedLast, 'position', 'id');
