import { expect, it } from 'vitest';
import { startPortal, usePortal } from './support/portal.ts';

const overHttps = usePortal({ PUBLIC_URL: 'https://portal.test', SECURITY_CONTACT: 'mailto:security@portal.test' });

/** A page, an answer of the API, one that is refused, and what is nowhere. */
const asked: [string, RequestInit?][] = [
  ['/livez'],
  ['/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ __typename }"}' }],
  ['/graphql', { method: 'POST', headers: { origin: 'https://another.example' }, body: 'x' }],
  ['/nowhere'],
];

it.each(asked)(
  '%s tells browsers to use HTTPS alone, to guess no type, and to offer pages no device',
  async (...[path, options]) => {
    const { headers } = await fetch(`${overHttps.url}${path}`, options);
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('permissions-policy')).toMatch(/(^|, )camera=\(\), .*geolocation=\(\), .*microphone=\(\)/);
  },
);

it('nothing insists on HTTPS where the portal is not reached by it', async () => {
  const portal = await startPortal();
  try {
    const { headers } = await fetch(`${portal.url}/livez`);
    expect(headers.get('strict-transport-security')).toBeNull();
    expect((await fetch(`${portal.url}/.well-known/security.txt`)).status).toBe(404);
  } finally {
    await portal.stop();
  }
});

it('who finds a weakness is told whom to tell, for less than a year', async () => {
  const answer = await fetch(`${overHttps.url}/.well-known/security.txt`);
  expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  const text = await answer.text();
  expect(text).toMatch(/^Contact: mailto:security@portal\.test\nExpires: .*\nPreferred-Languages: en, bn\n$/);
  const days = (Date.parse(/Expires: (.*)/.exec(text)![1]!) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(90);
  expect(days).toBeLessThan(365);
});
