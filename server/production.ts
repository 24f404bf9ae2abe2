import { isGuessable } from './access/guessable-secret.ts';
import { isThisMachine } from './egress/this-machine.ts';

/** What the environment of a server for people is looked at for. */
interface Variables {
  PUBLIC_URL?: string | undefined;
  DATABASE_URL?: string | undefined;
  MIGRATION_DATABASE_URL?: string | undefined;
  SMTP_URL?: string | undefined;
  SMTP_UNENCRYPTED: boolean;
  JWT_SECRET?: string | undefined;
  JWT_SECRETS_ACCEPTED: string[];
  METRICS_TOKEN?: string | undefined;
  S3_SECRET_ACCESS_KEY?: string | undefined;
}

/** Why a server must not start with these for people, in one line that begins with the variable; null where it may. */
export function productionProblem(variables: Variables): string | null {
  return addressProblem(variables) ?? secretProblem(variables) ?? mailProblem(variables);
}

function addressProblem({ PUBLIC_URL }: Variables): string | null {
  if (!PUBLIC_URL) return 'PUBLIC_URL must be set in production: links in mails are made from it';
  const { protocol, hostname } = new URL(PUBLIC_URL);
  return protocol === 'https:' || isThisMachine(hostname)
    ? null
    : 'PUBLIC_URL must start with https:// in production: passwords and cookies would go over the network for all to read';
}

function secretProblem(variables: Variables): string | null {
  const { JWT_SECRET, JWT_SECRETS_ACCEPTED, METRICS_TOKEN } = variables;
  if (!JWT_SECRET) return 'JWT_SECRET must be set in production (at least 32 characters, the same on every server)';
  const accepted = JWT_SECRETS_ACCEPTED.map((secret) => ['JWT_SECRETS_ACCEPTED', secret] as const);
  for (const [name, secret] of [...Object.entries({ JWT_SECRET, METRICS_TOKEN }), ...accepted]) {
    if (secret === undefined) continue;
    if (isGuessable(secret)) return `${name} is easily guessed: set it to what \`openssl rand -base64 48\` prints`;
    const twin = twinOf(name, secret, variables);
    if (twin) return `${name} is also in ${twin}: whoever learns one secret must not know another`;
  }
  return null;
}

function mailProblem({ SMTP_URL, SMTP_UNENCRYPTED }: Variables): string | null {
  if (!SMTP_URL) return 'SMTP_URL must be set in production: without it nobody gets an email';
  const { searchParams } = new URL(SMTP_URL);
  const isPlain = searchParams.get('ignoreTLS') === 'true' || searchParams.get('requireTLS') === 'false';
  return isPlain && demandsTls(SMTP_URL, SMTP_UNENCRYPTED)
    ? 'SMTP_URL turns encryption off: mails have links that let people in (SMTP_UNENCRYPTED=true where the network is your own)'
    : null;
}

/** Whether mails must not go to this server unencrypted: to another machine, unless the operator says otherwise. */
export const demandsTls = (smtpUrl: string, unencrypted: boolean): boolean =>
  !unencrypted && !isThisMachine(new URL(smtpUrl).hostname);

function twinOf(name: string, secret: string, variables: Variables): string | undefined {
  const { JWT_SECRET, METRICS_TOKEN, S3_SECRET_ACCESS_KEY } = variables;
  const { DATABASE_URL, MIGRATION_DATABASE_URL, SMTP_URL } = variables;
  const passwords = Object.entries({ DATABASE_URL, MIGRATION_DATABASE_URL, SMTP_URL }).map(
    ([of, url]) => [of, url && decodeURIComponent(new URL(url).password)] as const,
  );
  const others = [...Object.entries({ JWT_SECRET, METRICS_TOKEN, S3_SECRET_ACCESS_KEY }), ...passwords];
  return others.find(([of, other]) => of !== name && other === secret)?.[0];
}
