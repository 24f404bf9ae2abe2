import { resolve } from 'node:path';
import { z } from 'zod';
import { readRanges, type AddressRange } from './egress/addresses.ts';
import { demandsTls, productionProblem } from './production.ts';

const unsetWhenEmpty = (value: unknown) => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(unsetWhenEmpty, schema.optional());
const withDefault = <T extends z.ZodType>(schema: T, value: z.input<T>) =>
  z.preprocess((given) => unsetWhenEmpty(given) ?? value, schema);
const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `must be a URL starting with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

const wholeNumber = (from: number, to: number) => {
  const error = `must be a whole number from ${from} to ${to}`;
  return z.coerce.number({ error }).int({ error }).min(from, { error }).max(to, { error });
};

const secret = z.string().min(32, 'must be at least 32 characters long');
const secrets = z
  .string()
  .transform((list) => list.split(/[\s,]+/).filter(Boolean))
  .pipe(z.array(secret));

const trueOrFalse = (value: 'true' | 'false') =>
  withDefault(
    z.enum(['true', 'false']).transform((text) => text === 'true'),
    value,
  );

const addressRanges = z.string().transform((list, context) => {
  const ranges = readRanges(list);
  if (ranges) return ranges;
  context.addIssue('must be a list of address ranges such as 10.1.0.0/16, fd12::/16, none wider than /8');
  return z.NEVER;
});

const environmentSchema = z.object({
  NODE_ENV: optional(z.string()),
  HOST: withDefault(z.string(), '0.0.0.0'),
  PORT: withDefault(wholeNumber(0, 65_535), 4000),
  PUBLIC_URL: optional(url('http:', 'https:')),
  DATABASE_URL: optional(url('postgres:', 'postgresql:')),
  MIGRATION_DATABASE_URL: optional(url('postgres:', 'postgresql:')),
  DATABASE_POOL: withDefault(wholeNumber(2, 500), 20),
  SMTP_URL: optional(url('smtp:', 'smtps:')),
  SMTP_UNENCRYPTED: trueOrFalse('false'),
  MAIL_FROM: withDefault(z.string(), 'Shohayota Portal <help@shohayota.localhost>'),
  DATA_DIR: withDefault(z.string(), './data'),
  JWT_SECRET: optional(secret),
  JWT_SECRETS_ACCEPTED: withDefault(secrets, ''),
  S3_BUCKET: optional(z.string()),
  S3_ENDPOINT: optional(url('http:', 'https:')),
  S3_REGION: withDefault(z.string(), 'us-east-1'),
  S3_ACCESS_KEY_ID: optional(z.string()),
  S3_SECRET_ACCESS_KEY: optional(z.string()),
  S3_TIMEOUT: withDefault(wholeNumber(1, 300), 8),
  ATTACHMENT_STORAGE: optional(wholeNumber(1, 1_000_000_000)),
  BREACHED_PASSWORDS_URL: optional(url('http:', 'https:')),
  SECURITY_CONTACT: optional(
    z
      .string()
      .regex(
        /^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/,
        'must be an address as mailto:…@…, or a URL starting with https://',
      ),
  ),
  EGRESS_ALLOW: withDefault(addressRanges, ''),
  METRICS_PORT: optional(wholeNumber(1, 65_535)),
  METRICS_TOKEN: optional(secret),
  LOG_LEVEL: optional(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])),
  TRUST_PROXY: trueOrFalse('false'),
  RUN_WORKER: trueOrFalse('true'),
});

/** A bucket that speaks S3. */
export interface S3Config {
  bucket: string;
  /** Unset: Amazon's own. */
  endpoint: string | undefined;
  region: string;
  /** Unset: found where the SDK looks for them, such as the role of the machine. */
  credentials: { accessKeyId: string; secretAccessKey: string } | undefined;
  /** Milliseconds to wait for an answer. */
  timeout: number;
}

/** Everything the portal reads from its environment, checked once at start. */
export interface Config {
  production: boolean;
  host: string;
  port: number;
  publicUrl: string;
  /** Unset: the embedded PostgreSQL below `dataDirectory`. */
  databaseUrl: string | undefined;
  /** The role that owns the tables; unset: that of `databaseUrl` does, or another server migrates. */
  migrationDatabaseUrl: string | undefined;
  databasePool: number;
  /** Unset: mails are written as `.eml` files below `dataDirectory`. */
  smtpUrl: string | undefined;
  /** Whether no mail goes out where the server there does not offer to encrypt it. */
  smtpDemandsTls: boolean;
  mailFrom: string;
  dataDirectory: string;
  /** Unset: generated once and kept below `dataDirectory`. */
  jwtSecret: string | undefined;
  /** Former ones, or the next one: what is signed or encrypted with them is accepted. */
  jwtSecretsAccepted: string[];
  /** Unset: attachments are kept below `dataDirectory`. */
  s3: S3Config | undefined;
  /** Bytes that the attachments of one tenant may take; unset: any number. */
  attachmentStorage: number | undefined;
  /** Where is asked which passwords have leaked, by the beginning of a hash; unset: nowhere. */
  breachedPasswordsUrl: string | undefined;
  /** Whom to tell of a weakness, as a URI; unset: `security.txt` is not served. */
  securityContact: string | undefined;
  /** Addresses inside that tenants' admins may let the server ask, beside those of the public internet. */
  egressAllow: AddressRange[];
  /** A port of its own for `/metrics`; unset: none. */
  metricsPort: number | undefined;
  /** Who has it may read `/metrics` at the port of everything else; unset: nobody. */
  metricsToken: string | undefined;
  logLevel: string;
  trustProxy: boolean;
  /** Whether this server starts a process for jobs. */
  runWorker: boolean;
}

/** Whether people reach the portal by HTTPS, be it that of a proxy in front. */
export const isHttps = ({ publicUrl }: Config): boolean => publicUrl.startsWith('https:');

/** A start that cannot go on; its message is one line for the person who started the portal. */
export class StartupError extends Error {}

/** Reads and checks the environment. Throws `StartupError` naming the variable. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new StartupError(`${String(issue.path[0])} ${issue.message.replace(/^Invalid \w+: /, 'is not valid: ')}`);
  }
  const variables = parsed.data;
  const production = variables.NODE_ENV === 'production';
  const problem = production ? productionProblem(variables) : null;
  if (problem) throw new StartupError(problem);
  if (variables.MIGRATION_DATABASE_URL && !variables.DATABASE_URL) {
    throw new StartupError('DATABASE_URL must be set where MIGRATION_DATABASE_URL is');
  }
  return {
    production,
    host: variables.HOST,
    port: variables.PORT,
    publicUrl: (variables.PUBLIC_URL ?? `http://localhost:${variables.PORT}`).replace(/\/+$/, ''),
    databaseUrl: variables.DATABASE_URL,
    migrationDatabaseUrl: variables.MIGRATION_DATABASE_URL,
    databasePool: variables.DATABASE_POOL,
    smtpUrl: variables.SMTP_URL,
    smtpDemandsTls:
      production && variables.SMTP_URL !== undefined && demandsTls(variables.SMTP_URL, variables.SMTP_UNENCRYPTED),
    mailFrom: variables.MAIL_FROM,
    dataDirectory: resolve(variables.DATA_DIR),
    jwtSecret: variables.JWT_SECRET,
    jwtSecretsAccepted: variables.JWT_SECRETS_ACCEPTED,
    s3: readS3(variables),
    attachmentStorage: variables.ATTACHMENT_STORAGE && variables.ATTACHMENT_STORAGE * 1024 * 1024,
    breachedPasswordsUrl: variables.BREACHED_PASSWORDS_URL,
    securityContact: variables.SECURITY_CONTACT,
    egressAllow: variables.EGRESS_ALLOW,
    metricsPort: variables.METRICS_PORT,
    metricsToken: variables.METRICS_TOKEN,
    logLevel: variables.LOG_LEVEL ?? (production ? 'info' : 'warn'),
    trustProxy: variables.TRUST_PROXY,
    runWorker: variables.RUN_WORKER,
  };
}

function readS3(variables: z.output<typeof environmentSchema>): S3Config | undefined {
  const { S3_BUCKET, S3_ENDPOINT, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, S3_TIMEOUT } = variables;
  if (!S3_BUCKET) {
    if (!S3_ENDPOINT && !S3_ACCESS_KEY_ID && !S3_SECRET_ACCESS_KEY) return undefined;
    throw new StartupError('S3_BUCKET must be set where another of the S3 variables is');
  }
  if (!S3_ACCESS_KEY_ID !== !S3_SECRET_ACCESS_KEY) {
    throw new StartupError('S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY must be set both or neither');
  }
  return {
    bucket: S3_BUCKET,
    endpoint: S3_ENDPOINT,
    region: S3_REGION,
    credentials: S3_ACCESS_KEY_ID
      ? { accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY! }
      : undefined,
    timeout: S3_TIMEOUT * 1_000,
  };
}
