import { request } from 'node:http';
import type { ParsedMail } from 'mailparser';
import { expect } from 'vitest';
import type { ApiClient } from '../support/api.ts';
import type { TestPortal } from '../support/portal.ts';

/** The link of a mail as its reader would copy it. */
export const linkIn = (mail: ParsedMail | undefined): URL => new URL(/https?:\/\/\S+/.exec(mail!.text!)![0]);

export const tokenIn = (mail: ParsedMail | undefined): string => {
  const { hash } = linkIn(mail);
  expect(hash).toMatch(/^#token=[\w-]{86}$/);
  return hash.slice('#token='.length);
};

/** All links that were mailed to this address, oldest first. */
export async function tokensTo({ settle, mailbox }: TestPortal, address: string): Promise<string[]> {
  await settle();
  return mailbox.to(address).map(tokenIn);
}

export const lookAt = async (who: ApiClient, token: string) =>
  (
    await who.get('query($token: String!) { accountLink(token: $token) { kind state expiresAt email name locale } }', {
      token,
    })
  ).accountLink;

/** What filters of mail providers do: open every link, again and again, with whatever they take for its address. */
export async function scan({ url }: TestPortal, link: URL, mutation: string): Promise<void> {
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
