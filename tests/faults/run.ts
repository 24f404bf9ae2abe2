import { appendFile, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { startFaultyPortal } from './portal.ts';
import type { PostgresControl } from './postgres-control.ts';

// What happens to a portal whose PostgreSQL fails it, under load and with mails under way: a table of figures.

const { values: given } = parseArgs({
  options: {
    /** Of each kind. */
    rounds: { type: 'string', default: '1' },
    /** Kinds, separated by commas. */
    only: { type: 'string' },
    /** No round begins after so many. */
    minutes: { type: 'string', default: '20' },
    /** Where finished rounds are noted, so that another run goes on behind them. */
    resume: { type: 'string' },
  },
});

interface Round {
  kind: string;
  alive: boolean;
  /** Milliseconds from when PostgreSQL was back. */
  firstRead: number;
  firstWrite: number;
  slowestLivez: number;
  slowestAnswer: number;
  poolWhole: boolean;
  acknowledged: number;
  lost: number;
  mails: number;
  mailsLost: number;
  mailsTwice: number;
}

const portal = await startFaultyPortal();
const { origin, postgres: control, mailbox, customers, asSuperuser } = portal;
const tickets = await Promise.all(customers.map((customer) => customer.openTicket()));
let bodies = 0;

const whileAway = (milliseconds: number) => async (postgresControl: PostgresControl) => {
  await postgresControl.stop();
  await sleep(milliseconds);
  await postgresControl.start();
};

/** Each resolves at the moment PostgreSQL is back. */
const faults: Record<string, (postgresControl: PostgresControl) => Promise<void>> = {
  'restarted fast': ({ restart }) => restart('fast'),
  'restarted immediately': ({ restart }) => restart('immediate'),
  'away 8 s': whileAway(8_000),
  async 'frozen 20 s'({ freeze, thaw }) {
    await freeze();
    await sleep(20_000);
    await thaw();
  },
  async 'read-only 5 s'() {
    await asSuperuser(async (client) => {
      await client.query('alter system set default_transaction_read_only = on');
      await client.query('select pg_reload_conf()');
    });
    await sleep(5_000);
    await asSuperuser(async (client) => {
      await client.query('set default_transaction_read_only = off');
      await client.query('alter system reset default_transaction_read_only');
      await client.query('select pg_reload_conf()');
    });
  },
  async 'backends ended at random'() {
    await asSuperuser(async (client) => {
      for (let time = 0; time < 50; time++) {
        await client.query(
          `select pg_terminate_backend(pid) from (
             select pid from pg_stat_activity where usename <> 'postgres' order by random() limit 3
           ) as chosen`,
        );
        await sleep(100);
      }
    });
  },
  async 'one mail under way'(postgresControl) {
    await postgresControl.restart('fast');
  },
};

const wanted = given.only?.split(',') ?? Object.keys(faults);
const done: Round[] = given.resume
  ? (await readFile(given.resume, 'utf8').catch(() => ''))
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  : [];
const deadline = Date.now() + Number(given.minutes) * 60_000;
for (const kind of Object.keys(faults).filter((name) => wanted.includes(name))) {
  while (done.filter((round) => round.kind === kind).length < Number(given.rounds) && Date.now() < deadline) {
    const round = await doRound(kind);
    done.push(round);
    console.log(JSON.stringify(round));
    if (given.resume) await appendFile(given.resume, `${JSON.stringify(round)}\n`);
  }
}
console.table(done);
await portal.stop();
const isGood = ({ alive, firstRead, firstWrite, poolWhole, lost, mailsLost, slowestLivez }: Round) =>
  alive &&
  firstRead <= 1_000 &&
  firstWrite <= 1_000 &&
  poolWhole &&
  lost === 0 &&
  mailsLost === 0 &&
  slowestLivez <= 1_000;
const failed = done.filter((round) => !isGood(round)).length;
console.log(`${done.length} rounds, ${failed} of them not as they must be`);
process.exit(failed > 0 ? 1 : 0);

async function doRound(kind: string): Promise<Round> {
  const isAlone = kind === 'one mail under way';
  const acknowledged: string[] = [];
  const ending = new AbortController();
  const endsBefore = portal.workerEnds();
  const takenBefore = mailbox.taken.size;
  let slowestAnswer = 0;
  const write = async (index: number) => {
    const body = `Message ${++bodies}`;
    if (await customers[index]!.add(tickets[index]!, body, ending.signal)) acknowledged.push(body);
  };
  const forever = async (work: () => Promise<unknown>) => {
    while (!ending.signal.aborted) {
      const began = Date.now();
      await work().catch(() => sleep(50));
      slowestAnswer = Math.max(slowestAnswer, Date.now() - began);
    }
  };
  mailbox.delay = isAlone ? 1_500 : 50;
  const load: Promise<void>[] = [];
  let slowestLivez = 0;
  const live = async () => {
    while (!ending.signal.aborted) {
      const began = Date.now();
      const response = await fetch(`${origin}/livez`).catch(() => null);
      slowestLivez = Math.max(slowestLivez, response?.ok ? Date.now() - began : Infinity);
      await sleep(100);
    }
  };
  load.push(live());
  if (isAlone) {
    const underWay = mailbox.underWay();
    await write(0);
    await underWay;
  } else {
    for (const [index, customer] of customers.entries()) {
      load.push(
        forever(() => customer.list()),
        forever(() => customer.list()),
      );
      load.push(
        ...[0, 1].map(async () => {
          while (!ending.signal.aborted) await write(index);
        }),
      );
    }
    await sleep(1_500);
  }
  await faults[kind]!(control);
  const back = Date.now();
  const [firstRead, firstWrite] = await Promise.all([
    firstGood(back, () => customers[0]!.list()),
    firstGood(back, () => customers[1]!.openTicket()),
  ]);
  await sleep(1_000);
  ending.abort();
  await Promise.all(load);
  const together = await Promise.allSettled(
    Array.from({ length: 60 }, (_, index) =>
      index % 3 === 0 ? customers[index % 2]!.openTicket() : customers[index % 2]!.list(),
    ),
  );
  for (const answer of together) if (answer.status === 'rejected') console.error(kind, String(answer.reason));
  mailbox.delay = 0;
  const { lost, mailsLost } = await asSuperuser(async (client) => {
    await untilMailed(client);
    return { lost: await countLost(client, acknowledged), ...(await countMails(client)) };
  });
  return {
    kind,
    alive: portal.isAlive() && portal.workerEnds() === endsBefore,
    firstRead,
    firstWrite,
    slowestLivez,
    slowestAnswer,
    poolWhole: together.every(({ status }) => status === 'fulfilled'),
    acknowledged: acknowledged.length,
    lost,
    mails: mailbox.taken.size - takenBefore,
    mailsLost,
    mailsTwice: [...mailbox.taken.values()].filter((times) => times > 1).length,
  };
}

/** Asks again and again, without waiting for what was asked before. */
async function firstGood(since: number, ask: () => Promise<unknown>): Promise<number> {
  for (;;) {
    const asked = Array.from({ length: 8 }, async (_, index) => {
      await sleep(index * 50);
      await ask();
      return Date.now() - since;
    });
    try {
      return await Promise.any(asked);
    } catch {
      if (Date.now() - since > 60_000) return Infinity;
    }
  }
}

/** Waits until nothing is left that could still be sent; at most a minute. */
async function untilMailed(client: pg.Client): Promise<void> {
  for (let time = 0; time < 600; time++) {
    const { rows } = await client.query<{ left: number }>(
      `select count(*)::int as left from operations.mail_task where due_at < 'infinity'`,
    );
    if (rows[0]!.left === 0) return;
    await sleep(100);
  }
}

async function countLost(client: pg.Client, bodiesAcknowledged: string[]): Promise<number> {
  const { rows } = await client.query<{ lost: number }>(
    `select count(*)::int as lost from unnest($1::text[]) as acknowledged (body)
     where not exists (select from message where message.body = acknowledged.body)`,
    [bodiesAcknowledged],
  );
  return rows[0]!.lost;
}

/** A mail is lost that is due and was not sent, or that is noted as sent and never came. */
async function countMails(client: pg.Client): Promise<{ mails: number; mailsLost: number }> {
  const { rows } = await client.query<{ mails: number; unsent: number; events: number }>(
    `select
       (select count(*)::int from mail_delivery where event_sequence is not null) as mails,
       (select count(*)::int from mail_delivery where event_sequence is not null and sent_at is null)
         + (select count(*)::int from operations.mail_task) as unsent`,
  );
  const { mails, unsent } = rows[0]!;
  return { mails, mailsLost: unsent + Math.max(0, mails - mailbox.taken.size) };
}
