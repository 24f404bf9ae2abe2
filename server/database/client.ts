import { LRUCache } from 'lru-cache';
import pg from 'pg';

type Statement = string | pg.QueryConfig;
type Result = Promise<pg.QueryResult>;
type Callback = (error: Error | undefined, result: pg.QueryResult) => void;

/** What opening and scoping a transaction is answered with, before it has happened. */
const assumedDone = { command: '', rowCount: null, oid: 0, rows: [], fields: [] } satisfies pg.QueryResult;

/** PostgreSQL keeps prepared statements on each connection: so many of them, and so many characters of their texts. */
const maximumStatements = 500;
const maximumCharacters = 4 * 1024 * 1024;

export interface PortalClientConfig extends pg.ClientConfig {
  /** Milliseconds a transaction, or a statement outside of one, may take; then the connection is destroyed. */
  deadline?: number;
}

/**
 * A connection that plans each statement once and crosses the wire as seldom as can be: statements with values beside
 * them are prepared under a name, all that is asked in one turn of the event loop leaves in one packet, and opening and
 * scoping a transaction is not waited for. Should that fail, the statement behind it does: docs/adr/0004. It relies on
 * `pipeline: true`: what was asked earlier has been submitted before.
 *
 * It waits for no answer longer than its deadline, whatever the server does, and a connection that cannot roll back
 * ends: a pool does not take it back.
 */
export class PortalClient extends pg.Client {
  private corked = false;
  private namesGiven = 0;
  private readonly deadline: number;
  private deadlineTimer: NodeJS.Timeout | undefined;
  /** Statements sent and not answered. */
  private pending = 0;
  private inTransaction = false;
  private readonly statementNames = new LRUCache<string, string>({
    max: maximumStatements,
    maxSize: maximumCharacters,
    sizeCalculation: (_name, text) => text.length,
    dispose: (name) => this.closeStatement(name),
  });

  constructor(config?: PortalClientConfig) {
    super(config);
    this.deadline = config?.deadline ?? 0;
  }

  override query(statement: Statement | pg.Submittable, values?: unknown, callback?: unknown): never {
    this.corkForThisTurn();
    const done = typeof values === 'function' ? values : callback;
    if (typeof done === 'function') return this.queryWithCallback(statement, values, done as Callback);
    if (typeof statement !== 'string') return super.query(statement as never, values as never) as never;
    const answered = this.expectAnswer(statement);
    const hasValues = Array.isArray(values) && values.length > 0;
    const answer: Result = hasValues
      ? super.query({ name: this.statementName(statement), text: statement, values })
      : super.query(statement);
    answer.then(answered, answered);
    if (statement === 'rollback') return this.endWhereFailed(answer) as never;
    if (statement === 'commit') return markedAsCommit(answer) as never;
    if (!/^(begin|start transaction|select set_config)\b/.test(statement)) return answer as never;
    answer.catch(() => {});
    return Promise.resolve(assumedDone) as never;
  }

  private queryWithCallback(statement: Statement | pg.Submittable, values: unknown, done: Callback): never {
    const answered = this.expectAnswer(typeof statement === 'object' && 'text' in statement ? statement.text : '');
    const finish: Callback = (error, result) => {
      answered();
      done(error, result);
    };
    const given = typeof values === 'function' ? undefined : values;
    return super.query(statement as never, given as never, finish as never) as never;
  }

  /** A connection that cannot roll back is of no use; its transaction ends with it, as was asked. */
  private endWhereFailed(rollback: Result): Result {
    return rollback.catch(() => {
      void this.end();
      return assumedDone;
    });
  }

  /** Keeps the deadline while anything is not answered or a transaction is open. */
  private expectAnswer(text: string): () => void {
    if (this.deadline === 0) return () => {};
    this.pending += 1;
    if (/^(begin|start transaction)\b/.test(text)) this.inTransaction = true;
    const ends = text === 'commit' || text === 'rollback';
    this.deadlineTimer ??= setTimeout(() => this.connection.stream.destroy(new DeadlineError()), this.deadline);
    return () => {
      this.pending -= 1;
      if (ends) this.inTransaction = false;
      if (this.pending > 0 || (this.inTransaction && !this.isOver)) return;
      clearTimeout(this.deadlineTimer);
      this.deadlineTimer = undefined;
    };
  }

  private get isOver(): boolean {
    return this.connection.stream.destroyed;
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

export const deadlineCode = 'DEADLINE';

/** PostgreSQL has not answered in time. Recognized by its code: the ORM makes copies. */
class DeadlineError extends Error {
  readonly code = deadlineCode;

  constructor() {
    super('The database did not answer in time');
  }
}

/** Where the answer to a commit is lost, nobody knows whether it was carried out. */
function markedAsCommit(commit: Result): Result {
  return commit.catch((error: unknown) => {
    throw Object.assign(error as Error, { duringCommit: true });
  });
}
