import { LockMode, type EntityManager } from '@mikro-orm/postgresql';
import type { GraphQLResolveInfo } from 'graphql';
import { v7 as uuid } from 'uuid';
import { toText } from '#shared/text.ts';
import { isStaff, type Viewer } from '../access/viewer.ts';
import type { RequestContext } from '../context.ts';
import { forbiddenToRead } from '../graphql/errors.ts';
import { findCustomerFor } from '../customers/customer-for.ts';
import { isUuid } from '../database/uuid.ts';
import { nextChangeTime } from '../events/change-time.ts';
import { record } from '../events/record.ts';
import { forbidden, notFound } from '../graphql/user-error.ts';
import { identified } from '../reads/conditions.ts';
import type { PageArgs } from '../reads/connection.ts';
import type { CustomerNoteAddInput, CustomerNoteUpdateInput } from './customer-note.contract.ts';
import { CustomerNoteRow } from './customer-note.entity.ts';
import { aboutNote, customerNoteAdded, customerNoteRemoved, customerNoteUpdated } from './customer-note.events.ts';
import { customerNoteReads, newestNoteFirst } from './customer-note.reads.ts';

type Changed = Promise<{ noteId: string }>;

/** The notes about a customer. Throws FORBIDDEN for customers. */
export async function readNotes(context: RequestContext, customerId: string, page: PageArgs, info: GraphQLResolveInfo) {
  if (!isStaff(context.signedIn)) throw forbiddenToRead('Only staff can list notes.');
  return context.page(
    customerNoteReads,
    {
      page,
      order: newestNoteFirst,
      where: (note, parameter) => identified(note.customerId, customerId, parameter).join(),
    },
    info,
  );
}

/** Notes something about a customer. Staff only. Fails with FORBIDDEN or NOT_FOUND. */
export function addNote(context: RequestContext, customer: string, { body }: CustomerNoteAddInput): Changed {
  const viewer = writing(context);
  return context.write(async (entityManager) => {
    const customerId = await findCustomerFor(entityManager, viewer, customer, 'customerId');
    const at = await nextChangeTime(entityManager, viewer.tenantId);
    const note = entityManager.create(CustomerNoteRow, {
      id: uuid(),
      tenantId: viewer.tenantId,
      customerId,
      authorId: viewer.userId,
      body: toText(body),
      createdAt: at,
      updatedAt: at,
    });
    await record(entityManager, customerNoteAdded, { ...aboutNote(note, viewer), at });
    return { noteId: note.id };
  });
}

/** Changes a note, whoever wrote it. Staff only. Fails with FORBIDDEN or NOT_FOUND. */
export function updateNote(context: RequestContext, id: string, input: CustomerNoteUpdateInput): Changed {
  const viewer = writing(context);
  return context.write(async (entityManager) => {
    const note = await lockNote(entityManager, id);
    const body = toText(input.body);
    if (body === note.body) return { noteId: note.id };
    const updatedAt = await record(entityManager, customerNoteUpdated, aboutNote(note, viewer));
    Object.assign(note, { body, authorId: viewer.userId, updatedAt });
    return { noteId: note.id };
  });
}

/** Removes a note for good, whoever wrote it. Staff only. Fails with FORBIDDEN or NOT_FOUND. */
export function removeNote(context: RequestContext, id: string): Promise<void> {
  const viewer = writing(context);
  return context.write(async (entityManager) => {
    const note = await lockNote(entityManager, id);
    await record(entityManager, customerNoteRemoved, aboutNote(note, viewer));
    entityManager.remove(note);
  });
}

function writing({ signedIn }: RequestContext): Viewer {
  if (!isStaff(signedIn)) throw forbidden('Only staff can write notes about customers.');
  return signedIn;
}

async function lockNote(entityManager: EntityManager, id: string): Promise<CustomerNoteRow> {
  const lockMode = LockMode.PESSIMISTIC_WRITE;
  const note = isUuid(id) && (await entityManager.findOne(CustomerNoteRow, id, { lockMode }));
  if (!note) throw notFound('Note', 'id');
  return note;
}
