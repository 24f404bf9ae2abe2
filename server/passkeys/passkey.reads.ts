import { descending } from '../reads/order.ts';
import { reads } from '../reads/reads.ts';
import { Passkey } from './passkey.contract.ts';
import { PasskeyRow } from './passkey.entity.ts';

export const passkeyReads = reads(PasskeyRow, Passkey, {
  columns: ['id', 'name', 'host', 'synced', 'createdAt', 'lastUsedAt', 'copySuspectedAt'],
  fields: {},
});

export const newestPasskeyFirst = descending<PasskeyRow>('createdAt', 'id');
