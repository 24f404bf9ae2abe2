import { demoPassword, startBuiltPortal, type BuiltPortal } from '../support/built-portal.ts';
import { Client } from '../support/client.ts';
import { controlPostgres, type PostgresControl } from './postgres-control.ts';
import { openSlowMailbox, type SlowMailbox } from '../support/slow-mailbox.ts';

/** A built portal whose PostgreSQL and mail host may fail it. */
export interface FaultyPortal extends BuiltPortal {
  postgres: PostgresControl;
  mailbox: SlowMailbox;
  /** One of each tenant. */
  customers: Client[];
}

export async function startFaultyPortal(): Promise<FaultyPortal> {
  const mailbox = await openSlowMailbox();
  const portal = await startBuiltPortal({ smtpUrl: mailbox.url });
  const customers = portal.users.filter(({ role }) => role === 'CUSTOMER');
  return {
    ...portal,
    postgres: await portal.asSuperuser(controlPostgres),
    mailbox,
    customers: await Promise.all(
      customers.map(({ tenant, email }) => Client.signIn(portal.origin, tenant, email, demoPassword)),
    ),
    async stop() {
      await portal.stop();
      await mailbox.stop();
    },
  };
}
