import type { EntityManager } from '@mikro-orm/postgresql';
import type { GraphQLResolveInfo } from 'graphql';
import { v7 as uuid } from 'uuid';
import { mostCategories } from '#shared/categories.ts';
import { textLimits } from '#shared/limits.ts';
import type { LocalisedText } from '#shared/localised-text.ts';
import { isStaff, type Viewer } from '../access/viewer.ts';
import type { RequestContext } from '../context.ts';
import { lockName } from '../database/lock-name.ts';
import { isUuid } from '../database/uuid.ts';
import { differences, stateOf } from '../events/field-changes.ts';
import { record, recordChanges } from '../events/record.ts';
import { UserErrorCode, UserInputError, notFound } from '../graphql/user-error.ts';
import { readLocalisedTexts, type LocalisedTextInput } from '../locales/localised-text.ts';
import { allOf, whether } from '../reads/conditions.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import type { CategoriesArgs, CategoryCreateInput, CategoryUpdateInput } from './category.contract.ts';
import { CategoryRow } from './category.entity.ts';
import { aboutCategory, categoryChanged, categoryCreated } from './category.events.ts';
import { categoryOrder, categoryReads } from './category.reads.ts';

type Changed = Promise<{ categoryId: string }>;

/** The categories that the viewer may see. Throws UNAUTHENTICATED. */
export async function readCategories(
  context: RequestContext,
  { filter, ...page }: CategoriesArgs,
  info: GraphQLResolveInfo,
) {
  return context.page(
    categoryReads,
    {
      page,
      order: categoryOrder,
      where: (category, parameter) => allOf(whether(category.archived, filter?.archived, parameter)),
    },
    info,
  );
}

/** Adds a category as the last one. Admins only. */
export function createCategory(context: RequestContext, { names }: CategoryCreateInput): Changed {
  const viewer = context.asAdmin('manage the categories');
  return context.write(async (entityManager) => {
    const offered = await lockOffered(entityManager, viewer.tenantId);
    const category = entityManager.create(CategoryRow, {
      id: uuid(),
      tenantId: viewer.tenantId,
      names: await readNames(entityManager, viewer, names),
      position: offered.length + 1,
    });
    offer([...offered, category]);
    await record(entityManager, categoryCreated, aboutCategory(category, viewer));
    return { categoryId: category.id };
  });
}

/** Changes a category, or whether it can be chosen. Admins only. */
export function updateCategory(context: RequestContext, id: string, input: CategoryUpdateInput): Changed {
  const viewer = context.asAdmin('manage the categories');
  return context.write(async (entityManager) => {
    const offered = await lockOffered(entityManager, viewer.tenantId);
    const category = await findById(entityManager, id, 'id');
    const before = stateOf(changedFields, category);
    if (input.names != null) category.names = await readNames(entityManager, viewer, input.names);
    category.archived = input.archived ?? before.archived;
    const others = offered.filter((each) => each !== category);
    const position = readPosition(input.position) ?? (before.archived ? others.length + 1 : before.position);
    offer(category.archived ? others : others.toSpliced(position - 1, 0, category));
    const changes = differences(changedFields, before, category, (value, field) =>
      field === 'names' ? null : String(value),
    );
    await recordChanges(entityManager, categoryChanged, { ...aboutCategory(category, viewer), changes });
    return { categoryId: category.id };
  });
}

/**
 * The category that a ticket gets: one that can be chosen, or the one that it has. Customers have to choose one where there are
 * any; staff may leave it out, who often learn only later what a call is about. Fails with REQUIRED or NOT_FOUND.
 */
export async function findCategoryFor(
  entityManager: EntityManager,
  viewer: Viewer,
  id: string | null | undefined,
  current: string | null = null,
): Promise<string | null> {
  const field = 'input.categoryId';
  if (id == null) {
    if (isStaff(viewer) || (await entityManager.count(CategoryRow, { archived: false })) === 0) return null;
    throw new UserInputError(UserErrorCode.REQUIRED, 'categoryId is required: choose one of the categories.', field);
  }
  const category = await findById(entityManager, id, field);
  if (category.archived && category.id !== current) throw notFound('Category', field);
  return category.id;
}

async function findById(entityManager: EntityManager, id: string, field: string): Promise<CategoryRow> {
  const category = isUuid(id) && (await entityManager.findOne(CategoryRow, id));
  if (!category) throw notFound('Category', field);
  return category;
}

/** Those that can be chosen, in their order; nobody else changes categories of the tenant until the end of the transaction. */
async function lockOffered(entityManager: EntityManager, tenantId: string): Promise<CategoryRow[]> {
  await lockName(entityManager, `categories ${tenantId}`);
  return entityManager.find(CategoryRow, { archived: false }, { orderBy: { position: 'asc' } });
}

/** Puts those that can be chosen in this order. Fails with TOO_MANY, and with CONFLICT where two have one name. */
function offer(categories: CategoryRow[]): void {
  if (categories.length > mostCategories)
    throw new UserInputError(
      UserErrorCode.TOO_MANY,
      `There can be at most ${mostCategories} categories that are not archived.`,
    );
  const names = categories.flatMap((category) =>
    category.names.map(({ locale, text }) => `${locale} ${text.toLocaleLowerCase(locale)}`),
  );
  if (new Set(names).size < names.length)
    throw new UserInputError(UserErrorCode.CONFLICT, 'Another category has this name.', 'input.names');
  for (const [index, category] of categories.entries()) category.position = index + 1;
}

async function readNames(
  entityManager: EntityManager,
  { tenantId }: Viewer,
  written: LocalisedTextInput[],
): Promise<LocalisedText[]> {
  const { defaultLocale: required } = await entityManager.findOneOrFail(Tenant, tenantId);
  const rules = { path: 'input.names', maximum: textLimits.categoryName, required };
  const { texts, broken } = readLocalisedTexts(written, rules);
  if (broken.length > 0) throw new UserInputError(broken);
  return texts;
}

function readPosition(position: number | null | undefined): number | null {
  if (position == null || position >= 1) return position ?? null;
  throw new UserInputError(UserErrorCode.INVALID, 'position must be at least 1.', 'input.position');
}

const changedFields = ['names', 'position', 'archived'] as const;
