import type { EntityManager } from '@mikro-orm/postgresql';
import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { nobodyScope, scopeSettings, viewerScope, type Scope } from './access/scope.ts';
import type { Viewer } from './access/viewer.ts';
import type { Condition, Projection } from './reads/projection.ts';
import { selectOne, selectPage, type ListOptions } from './reads/read-statement.ts';
import { ReadTransaction } from './reads/read-transaction.ts';
import type { Portal } from './portal.ts';

/** Where a request came from, as far as services may know. */
export interface RequestOrigin {
  host: string;
  address: string;
  userAgent: string;
  refreshToken: string | undefined;
  setRefreshToken: (token: string | null, expiresAt?: Date) => void;
}

/** For whom and with what one operation runs: the first argument of every service. */
export class RequestContext {
  readonly scope: Scope;
  private readonly reads: ReadTransaction;

  constructor(
    readonly portal: Portal,
    /** Null when signed out: then nothing exists. */
    readonly viewer: Viewer | null,
    readonly origin: RequestOrigin | null = null,
    /** Aborted when nobody waits for the answer any more. */
    readonly signal: AbortSignal = new AbortController().signal,
  ) {
    this.scope = viewer ? viewerScope(viewer) : nobodyScope;
    this.reads = new ReadTransaction(portal.pool, scopeSettings(this.scope));
  }

  /** The viewer, where the operation makes no sense without one. Throws UNAUTHENTICATED. */
  get signedIn(): Viewer {
    if (!this.viewer) throw unauthenticated('Sign in first.');
    return this.viewer;
  }

  /** The one row that fulfils `where`, as asked for in `info`; null when there is none for this viewer. */
  async one<Result>(projection: Projection, where: Condition, info: GraphQLResolveInfo): Promise<Result | null> {
    const { viewer, portal } = this;
    if (!viewer) return null;
    return (await this.reads.read(selectOne({ viewer, portal }, info, projection, where))) as Result | null;
  }

  /** One page of the rows that fulfil `where`. Throws UNAUTHENTICATED when signed out, BAD_USER_INPUT for a bad page. */
  async page<Result>(projection: Projection, options: ListOptions, info: GraphQLResolveInfo): Promise<Result> {
    const { signedIn: viewer, portal } = this;
    return (await this.reads.read(selectPage({ viewer, portal }, info, projection, options))) as Result;
  }

  /** A read of another form, at the same moment as all others of the request. */
  read<Result>(work: (reads: ReadTransaction) => Promise<Result>): Promise<Result> {
    return work(this.reads);
  }

  /** A business verb: one scoped transaction. What is read afterwards sees what was written. */
  async write<Result>(work: (entityManager: EntityManager) => Promise<Result>): Promise<Result> {
    await this.endReads();
    return this.portal.write(this.scope, work);
  }

  /** Tells how many reads the operation is made of, so that the last can give the connection back. */
  expectReads(reads: number): void {
    this.reads.expect(reads);
  }

  /** Gives the connection of the reads back; called when the answer is complete. */
  endReads(): Promise<void> {
    return this.reads.end();
  }
}

export const unauthenticated = (message: string) =>
  new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED' } });
