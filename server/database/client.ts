import type { Duplex } from 'node:stream';
import pg from 'pg';

type Statement = string | pg.QueryConfig;
type Result = Promise<pg.QueryResult>;

/** The answer to a statement nobody needs to wait for. */
const underWay = { command: '', rowCount: null, oid: 0, rows: [], fields: [] } satisfies pg.QueryResult;

/**
 * A connection that plans each statement once and crosses the wire as seldom as can be: statements with values beside
 * them are prepared under a name, all that is asked in one turn of the event loop leaves in one packet, and opening and
 * scoping a transaction is not waited for. Should that fail, the statement behind it does.
 */
export class PortalClient extends pg.Client {
  private corked = false;

  override query(statement: Statement | pg.Submittable, values?: unknown, callback?: unknown): never {
    this.corkForThisTurn();
    if (typeof statement !== 'string' || typeof values === 'function' || callback) {
      return super.query(statement as never, values as never, callback as never) as never;
    }
    const bound = Array.isArray(values) && values.length > 0;
    const answer: Result = bound
      ? super.query({ text: statement, values, ...statementName(statement) })
      : super.query(statement);
    if (!/^(begin|start transaction|select set_config)\b/.test(statement)) return answer as never;
    answer.catch(() => {});
    return Promise.resolve(underWay) as never;
  }

  private corkForThisTurn(): void {
    if (this.corked) return;
    this.corked = true;
    const { stream } = (this as unknown as { connection: { stream: Duplex } }).connection;
    stream.cork();
    setImmediate(() => {
      this.corked = false;
      stream.uncork();
    });
  }
}

/** Prepared statements stay on every connection: only so many different ones are kept, the rest are planned each time. */
const maximumNamedStatements = 600;
const names = new Map<string, string>();

export function statementName(text: string): { name?: string } {
  let name = names.get(text);
  if (name === undefined && names.size < maximumNamedStatements) names.set(text, (name = `portal_${names.size + 1}`));
  return name === undefined ? {} : { name };
}
