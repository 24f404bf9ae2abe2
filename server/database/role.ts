import type pg from 'pg';
import { StartupError } from '../config.ts';

const schemas = `('public', 'operations', 'graphile_worker')`;
const tableRights = ['select', 'insert', 'update', 'delete'];

/** What the role of a server is, and may do beyond using the tables. */
export interface ServerRole {
  name: string;
  /** A table it owns, alone or as a member of the owner. */
  ownedTable: string | null;
  /** A schema it may create tables in. */
  openSchema: string | null;
}

/**
 * Looks at the role a server connects as. Row level security does not bind superusers and BYPASSRLS roles: the portal
 * does not run as one. Throws `StartupError`.
 */
export async function inspectRole(pool: pg.Pool): Promise<ServerRole> {
  const { rows } = await pool.query<ServerRole & { unsafe: boolean }>(
    `select rolname as name, rolsuper or rolbypassrls as unsafe,
       (select relname::text from pg_class where relnamespace in (select oid from pg_namespace where nspname in ${schemas})
         and relkind in ('r', 'p') and pg_has_role(relowner, 'member') order by 1 limit 1) as "ownedTable",
       (select nspname::text from pg_namespace where nspname in ${schemas} and has_schema_privilege(oid, 'create')
         order by 1 desc limit 1) as "openSchema"
     from pg_roles where rolname = current_user`,
  );
  const { unsafe, ...role } = rows[0]!;
  if (unsafe) {
    throw new StartupError(
      `DATABASE_URL connects as "${role.name}", a superuser or BYPASSRLS role, which row level security does not bind; use an ordinary role`,
    );
  }
  return role;
}

/** Where another role owns the tables, a server may not change them. Throws `StartupError`. */
export function assertOwnsNothing({ name, ownedTable, openSchema }: ServerRole): void {
  const may = ownedTable
    ? `owns the table ${ownedTable}`
    : openSchema && `may create tables in the schema ${openSchema}`;
  if (!may) return;
  throw new StartupError(
    `DATABASE_URL connects as "${name}", which ${may}; where MIGRATION_DATABASE_URL is set, it must be a role without such rights`,
  );
}

/** Whether the server can use every table. Throws `StartupError`. */
export async function assertRights(pool: pg.Pool, { name }: ServerRole): Promise<void> {
  const { rows } = await pool.query<{ table: string }>(`${missingRights('current_user')} limit 1`);
  if (rows.length === 0) return;
  throw new StartupError(
    `DATABASE_URL connects as "${name}", which lacks rights on the table ${rows[0]!.table}; start once with MIGRATION_DATABASE_URL set to the owner, who grants them`,
  );
}

/** As the owner of the tables: lets `role` use what it cannot use yet, and no more than that. */
export async function grantRights(pool: pg.Pool, role: string): Promise<void> {
  const { rows: owner } = await pool.query<{ same: boolean }>('select current_user = $1 as same', [role]);
  if (owner[0]!.same) return;
  const { rows } = await pool.query<{ statement: string }>(
    `select format('grant usage on schema %I to %I', nspname, $1::text) as statement
     from pg_namespace where nspname in ${schemas} and not has_schema_privilege($1, oid, 'usage')
     union all
     select format('grant %s on %s to %I', rights, identity, $1::text) from (${missingRights('$1')}) as missing
     union all
     -- the job library lets no other role see its rows unless a policy says so
     select format('create policy portal_server on %s using (true) with check (true)', oid::regclass)
     from pg_class where relnamespace = to_regnamespace('graphile_worker') and relrowsecurity
       and not exists (select from pg_policy where polrelid = pg_class.oid)`,
    [role],
  );
  for (const { statement } of rows) await pool.query(statement);
}

/** SQL for the tables of the portal that a role cannot use: of the lists of migrations it needs to read only. */
function missingRights(role: string): string {
  const lacksOne = (rights: string[]) =>
    rights.map((right) => `not has_table_privilege(${role}, pg_class.oid, '${right}')`).join(' or ');
  const isReadOnly = `relname in ('migration', 'migrations') or relkind = 'v'`;
  return `
    select relname::text as table, pg_class.oid::regclass as identity,
      case when ${isReadOnly} then 'select' else '${tableRights.join(', ')}' end as rights
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where nspname in ${schemas} and relkind in ('r', 'p', 'v')
      and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'e')
      and case when ${isReadOnly} then ${lacksOne(['select'])} else ${lacksOne(tableRights)} end`;
}
