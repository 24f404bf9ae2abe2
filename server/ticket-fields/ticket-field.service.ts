import type { EntityManager } from '@mikro-orm/postgresql';
import type { GraphQLResolveInfo } from 'graphql';
import { v7 as uuid } from 'uuid';
import { textLimits, ticketFieldLimits } from '#shared/limits.ts';
import type { Viewer } from '../access/viewer.ts';
import type { RequestContext } from '../context.ts';
import { differences, stateOf } from '../events/field-changes.ts';
import { record, recordChanges } from '../events/record.ts';
import { UserErrorCode, UserInputError, notFound, wrongState, type UserError } from '../graphql/user-error.ts';
import { readLocalisedTexts } from '../locales/localised-text.ts';
import { allOf, whether } from '../reads/conditions.ts';
import { lockTenant } from '../tenants/lock-tenant.ts';
import type {
  TicketFieldChoiceInput,
  TicketFieldCreateInput,
  TicketFieldUpdateInput,
  TicketFieldsArgs,
} from './ticket-field.contract.ts';
import { TicketFieldKind, TicketFieldRow, type TicketFieldOption } from './ticket-field.entity.ts';
import { aboutFields, ticketFieldChanged, ticketFieldCreated, ticketFieldsReordered } from './ticket-field.events.ts';
import { fieldsInOrder, ticketFieldReads } from './ticket-field.reads.ts';

type Changed = Promise<{ fieldId: string }>;

/** The fields that the viewer may see. Throws UNAUTHENTICATED. */
export function readFields(context: RequestContext, { filter, ...page }: TicketFieldsArgs, info: GraphQLResolveInfo) {
  return context.page(
    ticketFieldReads,
    {
      page,
      order: fieldsInOrder,
      where: (field, parameter) => allOf(whether(field.archived, filter?.archived, parameter)),
    },
    info,
  );
}

/** Adds a field. Admins only; fails with every rule that is broken. */
export function createField(context: RequestContext, input: TicketFieldCreateInput): Changed {
  return withFields(context, async ({ entityManager, viewer, fields, defaultLocale }) => {
    assertRoom(fields);
    if (fields.length === ticketFieldLimits.all)
      throw new UserInputError(
        UserErrorCode.TOO_MANY,
        `There are at most ${ticketFieldLimits.all} fields, archived ones included.`,
      );
    const { kind, internal, required } = input;
    const choices = input.choices ?? (kind === TicketFieldKind.CHOICE ? [] : null);
    const { labels, hints } = input;
    const written = read({ labels, hints, choices }, { kind, defaultLocale, existing: [] });
    const field = entityManager.create(TicketFieldRow, {
      hints: [],
      choices: [],
      ...(written as Pick<TicketFieldRow, 'labels'>),
      id: uuid(),
      tenantId: viewer.tenantId,
      kind,
      internal,
      required,
      position: fields.length,
    });
    await record(entityManager, ticketFieldCreated, { ...aboutFields(viewer), subjectId: field.id });
    return { fieldId: field.id };
  });
}

/** Changes a field. Admins only; fails with every rule that is broken. */
export function updateField(context: RequestContext, id: string, input: TicketFieldUpdateInput): Changed {
  return withFields(context, async ({ entityManager, viewer, fields, defaultLocale }) => {
    const field = find(fields, id);
    const written = read(input, { kind: field.kind, defaultLocale, existing: field.choices });
    const required = input.required ?? field.required;
    return change(entityManager, viewer, field, { ...written, required });
  });
}

/** Archives a field, or asks it again. Admins only. Fails with WRONG_STATE where it is so already. */
export function setArchived(context: RequestContext, id: string, archived: boolean): Changed {
  return withFields(context, async ({ entityManager, viewer, fields }) => {
    const field = find(fields, id);
    if (field.archived === archived)
      throw wrongState(archived ? 'The field is already archived.' : 'The field is not archived.', 'id');
    if (!archived) assertRoom(fields, 'id');
    return change(entityManager, viewer, field, { archived });
  });
}

/** Puts the fields that are named first, in this order. Admins only. */
export function reorderFields(context: RequestContext, ids: string[]): Promise<void> {
  return withFields(context, async ({ entityManager, viewer, fields }) => {
    const named = new Set(ids.map((id) => find(fields, id, 'ids')));
    const reordered = [...named, ...fields.filter((field) => !named.has(field))];
    if (reordered.every((field, position) => field === fields[position])) return;
    for (const [position, field] of reordered.entries()) field.position = position;
    await record(entityManager, ticketFieldsReordered, aboutFields(viewer));
  });
}

interface Work {
  entityManager: EntityManager;
  viewer: Viewer;
  /** All of the tenant, in order. */
  fields: TicketFieldRow[];
  defaultLocale: string;
}

/** Work of an admin on the fields of the tenant, one after the other. */
async function withFields<Result>(context: RequestContext, work: (given: Work) => Promise<Result>): Promise<Result> {
  const viewer = context.asAdmin('change the fields of tickets');
  return context.write(async (entityManager) => {
    const { defaultLocale } = await lockTenant(entityManager, viewer.tenantId);
    const fields = await entityManager.find(TicketFieldRow, {}, { orderBy: { position: 'asc', id: 'asc' } });
    return work({ entityManager, viewer, fields, defaultLocale });
  });
}

function find(fields: TicketFieldRow[], id: string, argument = 'id'): TicketFieldRow {
  const field = fields.find((each) => each.id === id);
  if (!field) throw notFound('Ticket field', argument);
  return field;
}

function assertRoom(fields: TicketFieldRow[], argument?: string): void {
  const { active } = ticketFieldLimits;
  if (fields.filter(({ archived }) => !archived).length < active) return;
  throw new UserInputError(UserErrorCode.TOO_MANY, `At most ${active} fields are asked at the same time.`, argument);
}

const shownFields = ['labels', 'hints', 'required', 'choices', 'archived'] as const;

/** Texts have no value in an event. */
const valueOf = (value: unknown) => (typeof value === 'boolean' ? String(value) : null);

async function change(
  entityManager: EntityManager,
  viewer: Viewer,
  field: TicketFieldRow,
  made: Partial<TicketFieldRow>,
): Changed {
  const former = stateOf(shownFields, field);
  Object.assign(field, made);
  const changes = differences(shownFields, former, field, valueOf);
  await recordChanges(entityManager, ticketFieldChanged, { ...aboutFields(viewer), subjectId: field.id, changes });
  return { fieldId: field.id };
}

interface Given {
  kind: TicketFieldKind;
  defaultLocale: string;
  existing: TicketFieldOption[];
}

/** What is given, as it is stored. */
function read(
  { labels, hints, choices }: Pick<TicketFieldUpdateInput, 'labels' | 'hints' | 'choices'>,
  { kind, defaultLocale, existing }: Given,
): Partial<Pick<TicketFieldRow, 'labels' | 'hints' | 'choices'>> {
  const broken: UserError[] = [];
  const collect = <Kept>(found: { texts: Kept; broken: UserError[] }): Kept => {
    broken.push(...found.broken);
    return found.texts;
  };
  const made = {
    ...(labels && {
      labels: collect(
        readLocalisedTexts(labels, {
          path: 'input.labels',
          maximum: textLimits.ticketFieldLabel,
          required: defaultLocale,
        }),
      ),
    }),
    ...(hints && {
      hints: collect(
        readLocalisedTexts(hints, { path: 'input.hints', maximum: textLimits.ticketFieldHint, required: null }),
      ),
    }),
    ...(choices && { choices: collect(readChoices(choices, { kind, defaultLocale, existing })) }),
  };
  if (broken.length > 0) throw new UserInputError(broken);
  return made;
}

/** The choices as they are stored: those that are given, and behind them those that are archived. */
function readChoices(
  written: TicketFieldChoiceInput[],
  { kind, defaultLocale, existing }: Given,
): { texts: TicketFieldOption[]; broken: UserError[] } {
  const field = 'input.choices';
  const refusal = (code: UserErrorCode, message: string) => ({ texts: [], broken: [{ code, message, field }] });
  if (kind !== TicketFieldKind.CHOICE)
    return refusal(UserErrorCode.INVALID, `choices must be left out for the kind ${kind}.`);
  if (written.length === 0) return refusal(UserErrorCode.REQUIRED, 'choices must not be empty.');
  if (written.length > ticketFieldLimits.choices)
    return refusal(UserErrorCode.TOO_MANY, `choices must be at most ${ticketFieldLimits.choices}.`);
  const broken: UserError[] = [];
  const left = new Map(existing.map((choice) => [choice.id, choice]));
  const offered = written.map(({ id, names }, index) => {
    const path = `${field}.${index}`;
    // one that is given twice is not there a second time
    if (id != null && !left.delete(id)) broken.push(...notFound('Choice', `${path}.id`).userErrors);
    const maximum = textLimits.ticketFieldChoice;
    const found = readLocalisedTexts(names, { path: `${path}.names`, maximum, required: defaultLocale });
    broken.push(...found.broken);
    return { id: id ?? uuid(), names: found.texts, archived: false };
  });
  const texts = [...offered, ...[...left.values()].map((choice) => ({ ...choice, archived: true }))];
  if (texts.length > ticketFieldLimits.allChoices)
    return refusal(
      UserErrorCode.TOO_MANY,
      `There are at most ${ticketFieldLimits.allChoices} choices, archived ones included.`,
    );
  return { texts, broken };
}
