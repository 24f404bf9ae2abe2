import type { Locale } from '#shared/locale.ts';
import { columnsOf } from '../reads/columns.ts';
import { expression } from '../reads/fields.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { UserRow } from './user.entity.ts';

const tenant = columnsOf(Tenant);
const user = columnsOf(UserRow);

const setting = (name: 'portal.tenant' | 'portal.user') =>
  `(select nullif(current_setting('${name}', true), '')::uuid)`;

/** What chooses among texts in several languages, for a computed field: the same for all rows. */
export const viewerLanguages = {
  locale: expression<object, Locale>(
    () => `(select ${user.locale} from ${user.$name} where ${user.id} = ${setting('portal.user')})`,
  ),
  defaultLocale: expression<object, Locale>(
    () => `(select ${tenant.defaultLocale} from ${tenant.$name} where ${tenant.id} = ${setting('portal.tenant')})`,
  ),
};
