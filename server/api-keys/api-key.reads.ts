import { columnsOf } from '../reads/columns.ts';
import { belongsTo, expression } from '../reads/fields.ts';
import { descending } from '../reads/order.ts';
import { reads } from '../reads/reads.ts';
import { UserRow } from '../users/user.entity.ts';
import { ApiKey } from './api-key.contract.ts';
import { ApiKeyRow } from './api-key.entity.ts';

const user = columnsOf(UserRow);

export const apiKeyReads = reads(ApiKeyRow, ApiKey, {
  columns: [
    'id',
    'hint',
    'scopes',
    'addresses',
    'createdAt',
    'expiresAt',
    'formerExpiresAt',
    'lastUsedAt',
    'revokedAt',
  ],
  fields: {
    name: expression((key) => `(select ${user.name} from ${user.$name} where ${user.id} = ${key.id})`),
    customer: belongsTo('customerId'),
    createdBy: belongsTo('createdById'),
  },
});

export const newestKeyFirst = descending<ApiKeyRow>('createdAt', 'id');
