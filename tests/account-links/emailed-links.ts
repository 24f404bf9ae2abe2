import { request } from 'node:http';
import type { ParsedMail } from 'mailparser';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { ApiClient } from '../support/api.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';
import { Visitor } from '../sessions/visitor.ts';

/** Gives the tests of a file a portal that forgets before each of them what was mailed and how often was tried. */
export function useForgetfulPortal(): TestPortal {
  const portal = {} as TestPortal;
  beforeAll(async () => void Object.assign(portal, await startPortal()));
  beforeEach(async () => {
    portal.mailbox.mails.length = 0;
    await portal.database.superuser.query('truncate operations.throttle, operations.guess');
  });
  afterAll(() => portal.stop());
  return portal;
}

/** The link of a mail as its reader would copy it. */
export const linkIn = (mail: ParsedMail | undefined): URL => new URL(/https?:\/\/\S+/.exec(mail!.text!)![0]);

export const tokenIn = (mail: ParsedMail | undefined): string => {
  const { hash } = linkIn(mail);
  expect(hash).toMatch(/^#token=[\w-]{94}$/);
  return hash.slice('#token='.length);
};

/** All links that were mailed to this address, oldest first. */
export async function tokensTo({ settle, mailbox }: TestPortal, address: string): Promise<string[]> {
  await settle();
  return mailbox.to(address).map(tokenIn);
}

export const lookAt = async (who: ApiClient, token: string) =>
  (
    await who.get(
      'query($token: String!) { accountLink(token: $token) { kind state expiresAt email name role locale } }',
      {
        token,
      },
    )
  ).accountLink;

export const newPassword = 'a password nobody has used';

export const askForReset = (
  { nobody }: TestPortal,
  { email, tenantSlug: tenant }: { email: string; tenantSlug: string | null },
) => nobody.verb('passwordResetRequest', { input: { email, tenant } });

/** The token of a link mailed to this person just now. */
export async function mailedReset(portal: TestPortal, person: Person): Promise<string> {
  await askForReset(portal, person);
  return (await tokensTo(portal, person.email)).at(-1)!;
}

export const reset = ({ nobody }: TestPortal, token: string, given = newPassword) =>
  nobody.verb('passwordReset', { input: { token, newPassword: given } });

/** The codes of refusal. */
export async function trySignIn({ url }: TestPortal, { email, tenantSlug }: Person, password: string) {
  const { userErrors } = await new Visitor(url).signIn({ email, tenant: tenantSlug, password });
  return userErrors.map(({ code }) => code);
}

/** As if so much time had passed since all links were sent. */
export const ageLinks = ({ database }: TestPortal, interval: string) =>
  database.superuser.query(
    `update account_link set created_at = created_at - $1::interval, expires_at = expires_at - $1::interval`,
    [interval],
  );

const useless = (code: string, message: string) => ({
  session: null,
  userErrors: [{ code, field: 'input.token', message }],
});

/** What the mutations answer to a link that is not good. */
export const used = useless(
  'WRONG_STATE',
  'The link has already been used. Sign in with your password, or request a new link.',
);
export const expired = useless('WRONG_STATE', 'The link has expired. Request a new one.');
export const unknown = useless('NOT_FOUND', 'Link not found.');

/** What filters of mail providers do: open every link, again and again, with whatever they take for its address. */
export async function scan({ url }: Pick<TestPortal, 'url'>, link: URL, mutation: string): Promise<void> {
  const token = link.hash.slice('#token='.length);
  const paths = [
    link.pathname,
    `${link.pathname}?token=${token}`,
    `${link.pathname}/${encodeURIComponent(link.hash)}`,
    `/graphql?${new URLSearchParams({ query: `{ accountLink(token: "${token}") { state } }` }).toString()}`,
    `/graphql?${new URLSearchParams({ query: `mutation { ${mutation} }` }).toString()}`,
  ];
  for (let round = 0; round < 50; round++) {
    for (const method of ['GET', 'HEAD']) await visit(url, method, link.host, paths[round % paths.length]!);
  }
}

function visit(url: string, method: string, host: string, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { host, accept: 'text/html,application/json', 'apollo-require-preflight': 'true' };
    const sent = request(url + path, { method, headers }, (response) => {
      response.resume();
      response.on('end', resolve);
    });
    sent.on('error', reject);
    sent.end();
  });
}
