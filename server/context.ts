import type { EntityManager } from '@mikro-orm/postgresql';
import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { isProven, reauthenticationRequired } from './access/recent-proof.ts';
import type { Guess, GuessKind } from './access/guessing.ts';
import { nobodyScope, scopeSettings, tenantScope, viewerScope, type Scope } from './access/scope.ts';
import { readKnownDevices, rememberDevice, type KnownDevice } from './access/known-devices.ts';
import { makeSessionLink } from './access/session-links.ts';
import { isAdmin, type Origin, type Viewer } from './access/viewer.ts';
import { isUuid } from './database/uuid.ts';
import { forbidden } from './graphql/user-error.ts';
import type { Balance } from './limits/budget.ts';
import type { Caller } from './limits/caller.ts';
import type { FrequencyCounter } from './limits/frequency.ts';
import type { Frequency } from './limits/limits.ts';
import type { Connection } from './reads/connection.ts';
import type { Reader } from './reads/fields.ts';
import { selectOne, selectPage, type Condition, type ListOptions, type ReadStatement } from './reads/read-statement.ts';
import type { Reads } from './reads/reads.ts';
import { ReadTransaction } from './reads/read-transaction.ts';
import type { Portal } from './portal.ts';

/** Where a request came from, as far as services may know. */
export interface RequestOrigin extends Origin {
  host: string;
  refreshToken: string | undefined;
  setRefreshToken: (token: string | null, expiresAt?: Date) => void;
  /** The cookie of a device at which somebody signed in before. */
  knownDevice: string | undefined;
  setKnownDevice: (cookie: string, expiresAt: Date) => void;
  setRetryAfter: (seconds: number) => void;
  /** Runs `end` once when the client has its answer or has hung up. */
  onceAnswered: (end: () => void) => void;
}

/** Viewer, scope, reads and writes of one operation: the first argument of every service. */
export class RequestContext implements FrequencyCounter {
  readonly scope: Scope;
  private readonly reads: ReadTransaction;
  private retryAfter = 0;

  constructor(
    readonly portal: Portal,
    /** Null when signed out: then nothing exists. */
    readonly viewer: Viewer | null,
    readonly origin: RequestOrigin | null = null,
    /** Aborted when the client no longer waits for the answer: ends reads, and writes that have not begun. */
    readonly signal: AbortSignal = new AbortController().signal,
  ) {
    this.scope = viewer ? viewerScope(viewer) : nobodyScope;
    this.reads = new ReadTransaction(portal.reads, scopeSettings(this.scope), signal);
  }

  /** The viewer, where the operation makes no sense without one. Throws UNAUTHENTICATED. */
  get signedIn(): Viewer {
    if (!this.viewer) throw unauthenticated('Sign in to continue.');
    return this.viewer;
  }

  /** The viewer who is an admin; null for everybody else. */
  get admin(): Viewer | null {
    return this.viewer && isAdmin(this.viewer) ? this.viewer : null;
  }

  /** The viewer, where only admins can do `what`. Throws UNAUTHENTICATED; fails with FORBIDDEN. */
  asAdmin(what: string): Viewer {
    if (!isAdmin(this.signedIn)) throw forbidden(`Only admins can ${what}.`);
    return this.signedIn;
  }

  /** Throws UNAUTHENTICATED; fails with REAUTHENTICATION_REQUIRED where the viewer has not shown lately who they are. */
  async assertProven(): Promise<void> {
    const { sessionId } = this.signedIn;
    if (!(await this.write((entityManager) => isProven(entityManager, sessionId)))) throw reauthenticationRequired();
  }

  /** The object with this id, as asked for in `info`; null when there is none for this viewer. */
  async byId<Row extends { id: string }, Api>(
    reads: Reads<Row, Api>,
    id: string,
    info: GraphQLResolveInfo,
  ): Promise<Api | null> {
    if (!isUuid(id)) return null;
    return this.one(reads, (row, parameter) => `${row.id} = ${parameter(id, 'uuid')}`, info);
  }

  /** The one object that fulfils `where`, as asked for in `info`; null when there is none for this viewer. */
  async one<Row, Api>(reads: Reads<Row, Api>, where: Condition<Row>, info: GraphQLResolveInfo): Promise<Api | null> {
    const { viewer } = this;
    return viewer && this.reads.read(selectOne(this.readerFor(viewer), info, reads, where));
  }

  /** One page of the objects that fulfil `where`. Throws UNAUTHENTICATED when signed out, BAD_USER_INPUT for a bad page. */
  async page<Row, Api>(
    reads: Reads<Row, Api>,
    options: ListOptions<Row>,
    info: GraphQLResolveInfo,
  ): Promise<Connection<Api>> {
    return this.reads.read(selectPage(this.readerFor(this.signedIn), info, reads, options));
  }

  /** Any other read, in the same snapshot as all reads of the request. */
  read<Result>(statement: ReadStatement<Result>): Promise<Result> {
    return this.reads.read(statement);
  }

  /** The same before a field is read, to find out how. */
  readAhead<Result>(statement: ReadStatement<Result>): Promise<Result> {
    return this.reads.readAhead(statement);
  }

  /** One scoped transaction. What is read afterwards sees what was written. */
  async write<Result>(work: (entityManager: EntityManager) => Promise<Result>): Promise<Result> {
    await this.endReads();
    return this.portal.write(this.scope, work, this.signal);
  }

  /** A transaction as the portal's own work in the viewer's tenant, for what no user's scope allows: check the viewer first. */
  async writeAsPortal<Result>(work: (entityManager: EntityManager) => Promise<Result>): Promise<Result> {
    await this.endReads();
    return this.portal.write(tenantScope(this.signedIn.tenantId), work, this.signal);
  }

  /** Takes the price of an operation from the budgets of the viewer, or of the address. Throws RATE_LIMITED. */
  pay(price: number): Promise<Balance> {
    return this.portal.budgets.pay(this.caller, price);
  }

  /** Waits until a large operation may begin, and resolves with how to say that its answer is written. Throws RATE_LIMITED. */
  async beginLarge(): Promise<() => void> {
    const end = await this.portal.largeOperations.enter(this.caller, this.signal);
    // should it fail in between
    this.origin?.onceAnswered(end);
    return end;
  }

  /** Counts what the viewer can do only so often. Throws RATE_LIMITED. */
  countFrequency(frequency: Frequency): Promise<void> {
    return this.portal.frequencies.count(frequency, this.caller);
  }

  /** A guess at what only this user knows, as `portal.guessing` counts it. */
  guessAt(kind: GuessKind, { tenantId, id }: { tenantId: string; id: string }): Guess {
    const device = this.knownDevices.find((each) => each.tenantId === tenantId && each.userId === id);
    return { kind, tenant: tenantId, account: id, address: this.origin?.address ?? '', device: device?.id ?? null };
  }

  /** The accounts that were signed in to where the request comes from, so that strangers cannot lock them out there. */
  get knownDevices(): KnownDevice[] {
    return readKnownDevices(this.portal.signedLinks, this.origin?.knownDevice);
  }

  /** Whoever has shown who they are is known where the request comes from, from now on. */
  rememberDevice(user: { tenantId: string; id: string }): void {
    const { cookie, expires } = rememberDevice(this.portal.signedLinks, this.origin?.knownDevice, user);
    this.origin?.setKnownDevice(cookie, expires);
  }

  /** Sets the header that says after how many seconds to try again, the longest of all that are told. */
  tellRetryAfter(seconds: number): void {
    this.retryAfter = Math.max(this.retryAfter, seconds);
    this.origin?.setRetryAfter(this.retryAfter);
  }

  /** Takes the price of what is done in any case; waits where nothing is left. */
  charge(price: number): Promise<void> {
    return this.portal.budgets.charge(this.caller, price);
  }

  /** Announces how many reads the operation consists of, so that the last one returns the connection. */
  expectReads(reads: number): void {
    this.reads.expect(reads);
  }

  /** Returns the connection of the reads; called when the answer is complete. */
  endReads(): Promise<void> {
    return this.reads.end();
  }

  /** A link to a path with a query, which works for the viewer's session alone. */
  protected linkTo(path: string, viewer: Viewer): string {
    return makeSessionLink(this.portal.signedLinks, path, viewer);
  }

  private get caller(): Caller {
    return callerOf(this.viewer, this.origin?.address ?? '');
  }

  private readerFor(viewer: Viewer): Reader {
    return { viewer, linkTo: (path) => this.linkTo(path, viewer) };
  }
}

/** Whom limits count as asking. */
export const callerOf = (viewer: Viewer | null, address: string): Caller => ({
  userId: viewer?.userId,
  tenantId: viewer?.tenantId,
  address,
});

export const unauthenticated = (message: string) =>
  new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED' } });
