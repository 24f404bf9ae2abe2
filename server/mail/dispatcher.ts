import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import { tenantScope } from '../access/scope.ts';
import { DatabaseListener } from '../database/listener.ts';
import { whenReachable } from '../database/reachable.ts';
import { Turns } from '../database/turns.ts';
import type { Portal } from '../portal.ts';
import { deleteTasks, giveBackTasks, mailChannel, putOff, rescueTasks, takeTasks, type MailTask } from './mail-task.ts';
import { connections } from './mailer.ts';
import { enqueueMail, sendMail, type Recipient } from './outbox.ts';
import type { EmailWriter } from './outgoing-email.ts';

/** What the nouns know of mails. */
export interface Emails {
  write: EmailWriter;
  /** Whom events of a tenant are mailed to that have not been mailed to them. */
  recipientsOf(
    entityManager: EntityManager,
    eventSequences: string[],
  ): Promise<{ eventSequence: string; recipient: Recipient }[]>;
}

/** Milliseconds between looks for what is due, and what others have left. */
const lookInterval = 2_000;

/** How much is taken of a tenant at once, and at most held of it here. */
const taken = { atOnce: 20, atMost: 60 };

/**
 * Sends the mails of the outbox, in batches, beside the dispatchers of other servers. Tenants take turns, and mails to one
 * address go one after the other: whoever has a slow mail server makes nobody else wait. Every task is of the process
 * that holds its lease, and back in the table once that is no more.
 */
export class MailDispatcher {
  /** By recipient, until their last mail that was taken is done. */
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly held = new Map<string, number>();
  private readonly atWork = new Set<Promise<void>>();
  private readonly turns = new Turns({ ...connections, waiting: Infinity, patience: 2 ** 31 - 1 });
  private readonly listener: DatabaseListener;
  private readonly stopping = new AbortController();
  private taking: Promise<void> | undefined;
  private isWoken = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly portal: Portal,
    private readonly emails: Emails,
    /** Says that this process lives. */
    private readonly lease: number,
  ) {
    const wake = () => this.wake();
    const mails = { channel: mailChannel, onNotification: wake, onConnect: wake };
    this.listener = new DatabaseListener(portal.databaseUrl, [mails], portal.log);
  }

  async start(): Promise<void> {
    await whenReachable(() => this.listener.start(), this.portal.log, this.stopping.signal);
    this.timer = setInterval(() => {
      void rescueTasks(this.portal.pool, this.lease).catch((error: unknown) => this.complain(error));
      this.wake();
    }, lookInterval);
  }

  /** Ends once what is being sent has been; the rest goes back. */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearInterval(this.timer);
    await this.listener.stop();
    await this.taking;
    await this.untilIdle();
    await giveBackTasks(this.portal.pool, this.lease).catch((error: unknown) => this.complain(error));
  }

  /** Does everything that is due, and answers how much that was; for tests and scripts. */
  async settle(): Promise<number> {
    let done = 0;
    for (;;) {
      const tasks = await this.take();
      if (tasks.length === 0) return done;
      done += tasks.length;
      this.begin(tasks);
      await this.untilIdle();
    }
  }

  private wake(): void {
    this.isWoken = true;
    this.taking ??= this.takeAll().finally(() => (this.taking = undefined));
  }

  private async takeAll(): Promise<void> {
    while (this.isWoken && !this.isStopping) {
      this.isWoken = false;
      try {
        const tasks = await this.take();
        if (tasks.length > 0) this.isWoken = true;
        this.begin(tasks);
      } catch (error) {
        // until the next look
        this.complain(error);
      }
    }
  }

  private take(): Promise<MailTask[]> {
    const tenants = [...this.held].flatMap(([tenantId, count]) => (count >= taken.atMost ? [tenantId] : []));
    const recipients = [...this.underWay.keys()];
    return takeTasks(this.portal.pool, this.lease, taken.atOnce, { recipients, tenants });
  }

  private begin(tasks: MailTask[]): void {
    for (const [tenantId, ofTenant] of Map.groupBy(tasks, (task) => task.tenantId)) {
      const events = ofTenant.filter(({ eventSequence }) => eventSequence !== null);
      if (events.length > 0) this.work(tenantId, this.address(tenantId, events));
      for (const task of ofTenant) if (task.deliveryId !== null) this.enqueue(task);
    }
  }

  private work(tenantId: string, work: Promise<void>): void {
    this.held.set(tenantId, (this.held.get(tenantId) ?? 0) + 1);
    const done = work
      .catch((error: unknown) => this.complain(error))
      .finally(() => {
        this.atWork.delete(done);
        const count = this.held.get(tenantId)! - 1;
        if (count > 0) this.held.set(tenantId, count);
        else this.held.delete(tenantId);
      });
    this.atWork.add(done);
  }

  private async untilIdle(): Promise<void> {
    while (this.atWork.size > 0) await Promise.all(this.atWork);
  }

  /** Behind what goes to the same recipient already. */
  private enqueue(task: MailTask): void {
    const recipient = task.recipient!;
    const before = this.underWay.get(recipient) ?? Promise.resolve();
    const sent = before.then(() => this.send(task));
    this.underWay.set(recipient, sent);
    const done = sent.finally(() => {
      if (this.underWay.get(recipient) !== sent) return;
      this.underWay.delete(recipient);
      // there may be more for them, which was left out
      if (this.timer) this.wake();
    });
    this.work(task.tenantId, done);
  }

  /** Makes a delivery for each recipient of some events, in one transaction, and goes on to send them. */
  private async address(tenantId: string, tasks: MailTask[]): Promise<void> {
    if (this.isStopping) return;
    let added: MailTask[];
    try {
      added = await this.portal.write(tenantScope(tenantId), async (entityManager) => {
        const sequences = [...new Set(tasks.map(({ eventSequence }) => eventSequence!))];
        const made: MailTask[] = [];
        for (const { eventSequence, recipient } of await this.emails.recipientsOf(entityManager, sequences)) {
          // what waits for others waits in the table
          const isWaiting = recipient.userId !== null && this.underWay.has(recipient.userId);
          const task = await enqueueMail(entityManager, recipient, { eventSequence }, isWaiting ? null : this.lease);
          if (!isWaiting) made.push(task);
        }
        await deleteTasks(
          entityManager,
          tasks.map(({ id }) => id),
        );
        return made;
      });
    } catch (error) {
      this.complain(error);
      // one by one, so that none keeps the others
      if (tasks.length === 1) return this.putOff(tasks[0]!);
      for (const task of tasks) await this.address(tenantId, [task]);
      return;
    }
    for (const task of added) this.enqueue(task);
  }

  private async send(task: MailTask): Promise<void> {
    const giveBack = await this.turns.take(task.tenantId);
    try {
      if (this.isStopping) return;
      await sendMail(this.portal, this.emails.write, { ...task, deliveryId: task.deliveryId!, taskId: task.id });
      this.portal.metrics.mails.inc({ outcome: 'done' });
    } catch (error) {
      this.portal.metrics.mails.inc({ outcome: 'failed' });
      this.complain(error);
      await this.putOff(task);
    } finally {
      giveBack();
    }
  }

  /** A task that is not put off would be taken by nobody as long as this process lives. */
  private async putOff({ id }: MailTask): Promise<void> {
    for (;;) {
      try {
        return await putOff(this.portal.pool, id);
      } catch (error) {
        this.complain(error);
        if (this.isStopping) return;
        await sleep(1_000);
      }
    }
  }

  private get isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  private complain(error: unknown): void {
    this.portal.log.warn({ err: error }, 'a mail was not sent; trying again');
  }
}
