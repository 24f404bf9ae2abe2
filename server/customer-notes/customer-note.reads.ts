import { belongsTo } from '../reads/fields.ts';
import { descending } from '../reads/order.ts';
import { reads } from '../reads/reads.ts';
import { CustomerNote } from './customer-note.contract.ts';
import { CustomerNoteRow } from './customer-note.entity.ts';

export const customerNoteReads = reads(CustomerNoteRow, CustomerNote, {
  columns: ['id', 'body', 'createdAt', 'updatedAt'],
  fields: { author: belongsTo('authorId') },
});

export const newestNoteFirst = descending<CustomerNoteRow>('createdAt', 'id');
