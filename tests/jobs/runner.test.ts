import { afterAll, beforeAll, expect, it } from 'vitest';
import { emails } from '../../server/emails.ts';
import { jobs } from '../../server/jobs.ts';
import { JobRunner } from '../../server/jobs/runner.ts';
import { MailDispatcher } from '../../server/mail/dispatcher.ts';
import { makePortal, type Portal } from '../../server/portal.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';

let portal: TestPortal;
/** As a process for jobs has it. */
let ownPortal: Portal;
let runner: JobRunner;
let dispatcher: MailDispatcher;

beforeAll(async () => {
  portal = await startPortal();
  const { config, databaseUrl, log } = portal.app.portal;
  ownPortal = await makePortal(config, databaseUrl, log, 'jobs');
  await ownPortal.start();
  runner = new JobRunner(ownPortal, jobs);
  await runner.start();
  dispatcher = new MailDispatcher(ownPortal, emails, runner.lease.key);
  await dispatcher.start();
});

afterAll(async () => {
  await dispatcher.stop();
  await runner.stop();
  await ownPortal.close();
  await portal.stop();
});

/** Waits until the query finds something; answers with the first row. */
async function found(query: string, values: unknown[] = []): Promise<any> {
  for (;;) {
    const { rows } = await portal.database.superuser.query(query, values);
    if (rows.length > 0) return rows[0];
  }
}

const openTicket = async () => {
  const tenant = await portal.world.tenant();
  const admin = await tenant.admin();
  await (await tenant.customer()).openTicket();
  return admin.email;
};

const poolOf = 'select pool_id from operations.job_pool where pool_id <> $1';

it('a runner that fails is followed by another, and gives back what it held', async () => {
  await portal.mailbox.until(await openTicket(), 1);
  const { pool_id: first } = await found(poolOf, ['']);
  // what is left when the library could not note how a job has ended
  const { id } = await found(
    "select (graphile_worker.add_job('deleteExpiredAttempts', run_at => now() + interval '1 day')).id",
  );
  await found('update graphile_worker._private_jobs set locked_at = now(), locked_by = $1 where id = $2 returning id', [
    first,
    id,
  ]);
  runner.fail(new Error('The connection was lost'));
  await found(poolOf, [first]);
  await found('select from graphile_worker.jobs where id = $1 and locked_by is null', [id]);
  await found('select where not exists (select from operations.job_pool where pool_id = $1)', [first]);
  expect(await portal.mailbox.until(await openTicket(), 1)).toHaveLength(1);
});
