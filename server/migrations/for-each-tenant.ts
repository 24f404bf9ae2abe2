/**
 * Statements that run for each tenant, as the server sees its rows: `each` is its id. They may commit, so that nobody waits for
 * all of it; the migration must not be a transaction then.
 */
export const forEachTenant = (statements: string, variables = ''): string => `
  do $$
  declare
    each uuid;
    ${variables}
  begin
    perform set_config('portal.access', 'system', false);
    for each in select id from tenant loop
      perform set_config('portal.tenant', each::text, false), set_config('portal.access', 'staff', false);
      ${statements}
      perform set_config('portal.access', 'system', false);
    end loop;
    perform set_config('portal.tenant', '', false), set_config('portal.access', '', false);
  end $$;`;
