import { LRUCache } from 'lru-cache';
import pg from 'pg';

type Statement = string | pg.QueryConfig;
type Result = Promise<pg.QueryResult>;

/** What opening and scoping a transaction is answered with, before it has happened. */
const assumedDone = { command: '', rowCount: null, oid: 0, rows: [], fields: [] } satisfies pg.QueryResult;

/** PostgreSQL keeps prepared statements on each connection: so many of them, and so many characters of their texts. */
const maximumStatements = 500;
const maximumCharacters = 4 * 1024 * 1024;

/**
 * A connection that plans each statement once and crosses the wire as seldom as can be: statements with values beside
 * them are prepared under a name, all that is asked in one turn of the event loop leaves in one packet, and opening and
 * scoping a transaction is not waited for. Should that fail, the statement behind it does: docs/adr/0004. It relies on
 * `pipeline: true`: what was asked earlier has been submitted before.
 */
export class PortalClient extends pg.Client {
  private corked = false;
  private namesGiven = 0;
  private readonly statementNames = new LRUCache<string, string>({
    max: maximumStatements,
    maxSize: maximumCharacters,
    sizeCalculation: (_name, text) => text.length,
    dispose: (name) => this.closeStatement(name),
  });

  override query(statement: Statement | pg.Submittable, values?: unknown, callback?: unknown): never {
    this.corkForThisTurn();
    if (typeof statement !== 'string' || typeof values === 'function' || callback) {
      return super.query(statement as never, values as never, callback as never) as never;
    }
    const hasValues = Array.isArray(values) && values.length > 0;
    const answer: Result = hasValues
      ? super.query({ name: this.statementName(statement), text: statement, values })
      : super.query(statement);
    if (!/^(begin|start transaction|select set_config)\b/.test(statement)) return answer as never;
    answer.catch(() => {});
    return Promise.resolve(assumedDone) as never;
  }

  private corkForThisTurn(): void {
    if (this.corked) return;
    this.corked = true;
    const { stream } = this.connection;
    stream.cork();
    setImmediate(() => {
      this.corked = false;
      stream.uncork();
    });
  }

  private statementName(text: string): string {
    let name = this.statementNames.get(text);
    if (name === undefined) this.statementNames.set(text, (name = `portal_${++this.namesGiven}`));
    return name;
  }

  /** Goes ahead of the statement that takes its place. Unlike `deallocate` it works in a failed transaction, too. */
  private closeStatement(name: string): void {
    const connection = this.connection as pg.Connection & { parsedStatements: Record<string, string> };
    connection.close({ type: 'S', name }, true);
    delete connection.parsedStatements[name];
  }
}
