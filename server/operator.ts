import 'reflect-metadata';
import { join } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { fastify } from 'fastify';
import { v7 as uuid } from 'uuid';
import { toSingleLine } from '#shared/text.ts';
import { encryptAnew } from './access/encrypted-fields.ts';
import { renewStoredSecret } from './access/keyring.ts';
import { tenantScope } from './access/scope.ts';
import { UserRole } from './access/viewer.ts';
import { invitationUrl } from './account-links/account-link.emails.ts';
import { StartupError, readConfig, type Config } from './config.ts';
import { readDomain } from './domains/domain-name.ts';
import { encryptedFields } from './encrypted-fields.ts';
import { startEmbeddedPostgres } from './embedded-postgres/embedded-postgres.ts';
import { InUse } from './embedded-postgres/owner.ts';
import { UserInputError } from './graphql/user-error.ts';
import { failedJobs, retryFailedJobs } from './jobs/failed.ts';
import { failedTasks, retryFailedTasks } from './mail/mail-task.ts';
import { makePortal, type Portal } from './portal.ts';
import { makeSetupLink } from './setup/setup-link.ts';
import { resetSecondFactorOf } from './second-factor/reset-second-factor.ts';
import { inviteToStaff } from './staff/staff.service.ts';
import { createTenant } from './tenants/create-tenant.ts';
import { resumeTenant, suspendTenant } from './tenants/suspend-tenant.ts';
import { readSlug } from './tenants/tenant-slug.ts';
import type { Tenant } from './tenants/tenant.entity.ts';
import { allTenants, findTenantBySlug, tenantUrl } from './tenants/tenant.service.ts';
import { canonicalEmailAddress } from './users/email-address.ts';
import { readLocale } from './users/locale.ts';
import { readTimeZone } from './users/time-zone.ts';

// Commands for those who run the portal: what has to be done before, or without, an admin who can sign in.

type Values = Record<string, string | undefined>;

interface Command {
  usage: string;
  options: NonNullable<ParseArgsConfig['options']>;
  run: (portal: Portal, values: Values) => Promise<void>;
}

const text = { type: 'string' } as const;
const say = (line: string) => process.stdout.write(`${line}\n`);

const commands: Record<string, Command> = {
  'setup-link': {
    usage: 'setup-link',
    options: {},
    async run(portal) {
      say(await makeSetupLink(portal));
    },
  },
  'tenant:create': {
    usage:
      'tenant:create --slug padma --name "Padma Broadband" [--domain help.padma.example] [--locale bn] [--time-zone Asia/Dhaka]',
    options: { slug: text, name: text, domain: text, locale: text, 'time-zone': text },
    async run(portal, values) {
      const slug = readSlug(required(values, 'slug'), 'slug');
      const name = toSingleLine(required(values, 'name'));
      const timeZone = readTimeZone(values['time-zone'] ?? 'UTC', 'time-zone');
      const defaultLocale = readLocale(values['locale'] ?? 'en', 'locale');
      const domain = values['domain'] ? readDomain(portal.config, values['domain'], 'domain') : null;
      const given = { id: uuid(), slug, name, domain, timeZone, defaultLocale };
      const tenant = await portal.write(tenantScope(given.id), (entityManager) =>
        createTenant(entityManager, given, 'slug'),
      );
      say(`${name} is at ${tenantUrl(portal.config, tenant)}. Invite its admin with user:invite.`);
    },
  },
  'tenant:list': {
    usage: 'tenant:list',
    options: {},
    async run(portal) {
      for (const tenant of await allTenants(portal)) {
        const state = tenant.suspendedAt ? 'suspended' : 'active';
        say([tenant.slug, state, tenantUrl(portal.config, tenant), tenant.name].join('\t'));
      }
    },
  },
  'tenant:suspend': {
    usage: 'tenant:suspend --slug padma',
    options: { slug: text },
    async run(portal, values) {
      const tenant = await findTenant(portal, values);
      await suspendTenant(portal, tenant);
      say(`${tenant.name} is suspended: everybody is signed out, and nobody can sign in until tenant:resume.`);
    },
  },
  'tenant:resume': {
    usage: 'tenant:resume --slug padma',
    options: { slug: text },
    async run(portal, values) {
      const tenant = await findTenant(portal, values);
      await resumeTenant(portal, tenant);
      say(`${tenant.name} is active again.`);
    },
  },
  'user:invite': {
    usage: 'user:invite --tenant padma --email admin@padma.example --name "Front desk" [--role admin] [--locale en]',
    options: { tenant: text, email: text, name: text, role: text, locale: text },
    async run(portal, values) {
      const tenant = await findTenant(portal, { slug: required(values, 'tenant') });
      const input = {
        name: required(values, 'name'),
        email: required(values, 'email'),
        role: readRole(values['role'] ?? UserRole.ADMIN),
        locale: values['locale'] ?? null,
      };
      const link = await portal.write(tenantScope(tenant.id), async (entityManager) => {
        const { staffMemberId } = await inviteToStaff(entityManager, null, tenant.id, input);
        return invitationUrl(portal, entityManager, tenant, staffMemberId);
      });
      say(`The invitation is emailed to ${input.email}. Its link, which works once within seven days:`);
      say(link);
    },
  },
  'second-factor:reset': {
    usage: 'second-factor:reset --tenant padma --email admin@padma.example',
    options: { tenant: text, email: text },
    async run(portal, values) {
      const tenant = await findTenant(portal, { slug: required(values, 'tenant') });
      const email = canonicalEmailAddress(required(values, 'email'));
      await portal.write(tenantScope(tenant.id), (entityManager) => resetSecondFactorOf(entityManager, email));
      say(`${email} signs in without a second factor, and is told by email.`);
    },
  },
  'keys:rotate': {
    usage: 'keys:rotate',
    options: {},
    async run(portal) {
      say(`${await encryptAll(portal)} texts were encrypted with a former secret, and now are with the newest.`);
      if (portal.config.jwtSecret === undefined) {
        await renewStoredSecret(portal.config);
        say('A new secret is in use once the portal is started anew; the three before it are still accepted.');
      } else {
        say('What is in JWT_SECRETS_ACCEPTED is not needed any more once no session of then is left: after 90 days.');
      }
    },
  },
  'jobs:failed': {
    usage: 'jobs:failed',
    options: {},
    async run({ pool }) {
      const [jobs, mails] = [await failedJobs(pool), await failedTasks(pool)];
      for (const { id, name, attempts, error } of jobs)
        say([`job ${id}`, name, `${attempts} attempts`, error].join('\t'));
      for (const { id, tenantId, attempts } of mails)
        say([`mail ${id}`, `tenant ${tenantId}`, `${attempts} attempts`].join('\t'));
      say(`${jobs.length} jobs and ${mails.length} mails have failed for good. jobs:retry has them begin anew.`);
    },
  },
  'jobs:retry': {
    usage: 'jobs:retry',
    options: {},
    async run({ pool }) {
      say(`${await retryFailedJobs(pool)} jobs and ${await retryFailedTasks(pool)} mails begin anew.`);
    },
  },
};

const usage = () =>
  `One of:\n${Object.values(commands)
    .map((command) => `  ${command.usage}`)
    .join('\n')}`;

async function main([name = '', ...rest]: string[]): Promise<void> {
  const command = commands[name];
  if (!command) throw new StartupError(usage());
  const values = readOptions(command, rest);
  const config = readConfig({ LOG_LEVEL: 'error', ...process.env });
  const { databaseUrl, stop } = await findDatabase(config);
  try {
    const portal = await makePortal(config, databaseUrl, fastify({ logger: { level: config.logLevel } }).log, 'jobs');
    try {
      await portal.start();
      await command.run(portal, values);
    } finally {
      await portal.close();
    }
  } finally {
    await stop();
  }
}

function readOptions({ options, usage: line }: Command, args: string[]): Values {
  try {
    return parseArgs({ args, options, strict: true }).values as Values;
  } catch (error) {
    throw new StartupError(`${(error as Error).message}\nUsage: ${line}`);
  }
}

function required(values: Values, name: string): string {
  const value = values[name]?.trim();
  if (!value) throw new StartupError(`--${name} is required`);
  return value;
}

async function encryptAll(portal: Portal): Promise<number> {
  let renewed = 0;
  for (const { id } of await allTenants(portal))
    for (const each of encryptedFields)
      renewed += await portal.write(tenantScope(id), (entityManager) =>
        encryptAnew(entityManager, portal.signedLinks, each),
      );
  return renewed;
}

function readRole(written: string): UserRole {
  const name = written.toUpperCase();
  const role = name in UserRole ? UserRole[name as keyof typeof UserRole] : null;
  if (!role) throw new StartupError('--role must be agent or admin');
  return role;
}

async function findTenant(portal: Portal, values: Values): Promise<Tenant> {
  const slug = required(values, 'slug');
  const tenant = await findTenantBySlug(portal, slug);
  if (!tenant) throw new StartupError(`There is no tenant "${slug}"; tenant:list names them`);
  return tenant;
}

/** That of the portal; without one, the embedded database of the folder while no portal runs on it. */
async function findDatabase(config: Config): Promise<{ databaseUrl: string; stop: () => Promise<void> }> {
  if (config.databaseUrl) return { databaseUrl: config.databaseUrl, stop: async () => {} };
  if (config.production) throw new StartupError('DATABASE_URL must be set in production');
  const directory = join(config.dataDirectory, 'postgres');
  const database = await startEmbeddedPostgres({ directory, durable: true, log: say });
  config.migrationDatabaseUrl = database.ownerUrl;
  return { databaseUrl: database.url, stop: database.stop };
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${reasonOf(error)}\n`);
    process.exit(1);
  },
);

function reasonOf(error: unknown): string {
  if (error instanceof StartupError) return error.message;
  if (error instanceof UserInputError) return error.userErrors.map(({ message }) => message).join('\n');
  if (error instanceof InUse) return `Stop the portal at ${error.owner} first, or set DATABASE_URL.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
