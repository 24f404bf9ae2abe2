import { PostgreSqlConnection, PostgreSqlDriver, type Configuration } from '@mikro-orm/postgresql';
import { CompiledQuery } from 'kysely';

/** The ORM's driver over `BindingConnection`. */
export class PortalDriver extends PostgreSqlDriver {
  protected override readonly connection: PostgreSqlConnection;

  constructor(configuration: Configuration) {
    super(configuration);
    this.connection = new BindingConnection(configuration);
  }
}

/** Sends values beside the statement, where the ORM by itself writes them into it and PostgreSQL plans each anew. */
class BindingConnection extends PostgreSqlConnection {
  override async execute<Result>(
    ...[query, parameters = [], method = 'all', transaction, context]: Parameters<PostgreSqlConnection['execute']>
  ): Promise<Result> {
    const bound = transaction && typeof query === 'string' && Array.isArray(parameters) && bind(query, parameters);
    if (!bound) return super.execute(query, parameters, method, transaction, context) as Promise<Result>;
    const { text, values } = bound;
    return this.executeQuery(text, async () => {
      const result = await transaction.executeQuery(CompiledQuery.raw(text, values));
      return this.transformRawResult<never>(result, method);
    });
  }
}

/**
 * The statement with `$1`, `$2` … for each `?`, and its values as PostgreSQL takes them; null for what only the ORM can
 * write: names, lists and pieces of SQL among the values.
 */
function bind(query: string, parameters: readonly unknown[]): { text: string; values: unknown[] } | null {
  if (parameters.length === 0 || /\\\?|\?\?/.test(query) || !parameters.every(isPlain)) return null;
  let count = 0;
  const text = query.replaceAll('?', () => `$${++count}`);
  return count === parameters.length ? { text, values: parameters.map(asText) } : null;
}

const isPlain = (value: unknown) => value === null || value instanceof Date || typeof value !== 'object';

const asText = (value: unknown) => (value instanceof Date ? value.toISOString() : value);
