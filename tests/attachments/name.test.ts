import { beforeAll, describe, expect, it } from 'vitest';
import { text } from '../support/files.ts';
import { usePortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';
import { storedKeys } from '../support/files.ts';

const portal = usePortal();
let customer: Person;

beforeAll(async () => {
  customer = await (await portal.world.tenant()).customer();
});

describe('the name of a file', () => {
  it.each([
    ['../../etc/passwd.txt', 'passwd.txt'],
    ['C:\\fakepath\\router.txt', 'router.txt'],
    ['/absolute.txt', 'absolute.txt'],
    ['photo\u202etxt.exe\u202c.txt', 'phototxt.exe.txt'],
    ['a\u0000b\u0007c.txt', 'abc.txt'],
    ['two\r\nSet-Cookie: stolen=1.txt', 'twoSet-Cookie: stolen=1.txt'],
    ['zero\u200bwidth\ufeff.txt', 'zerowidth.txt'],
    ['"quoted"; filename=other.txt', '"quoted"; filename=other.txt'],
    ['  spaced \t out .txt', 'spaced out .txt'],
    ['.txt', 'file.txt'],
    ['....txt', 'file.txt'],
    ['UPPER.TXT', 'UPPER.TXT'],
    ['মডেম\u200d১.txt', 'মডেম\u200d১.txt'],
    ['cafe\u0301.txt', 'café.txt'],
    [`${'x'.repeat(500)}.txt`, `${'x'.repeat(196)}.txt`],
  ])('%j is kept as %j', async (name, kept) => {
    const attachment = await sendNamed(name);
    expect(attachment).toMatchObject({ name: kept });
    const response = await fetch(`${portal.url}${attachment.url}`);
    expect([response.status, response.headers.get('set-cookie')]).toEqual([200, null]);
    expect(await response.text()).toBe(text().content);
  });

  it('is no part of where it is stored', async () => {
    const keys = await storedKeys(portal);
    expect(keys.length).toBeGreaterThan(10);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f-]{36}\/[0-9a-f-]{36}$/);
  });
});

/** Past what fetch would make of the name: the header says it as it is, in quotes or by RFC 5987. */
async function sendNamed(name: string) {
  const query =
    'mutation($file: Upload!) { attachmentUpload(file: $file) { attachment { name url } userErrors { message } } }';
  const body = [
    `--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n${JSON.stringify({ query, variables: { file: null } })}`,
    `--x\r\nContent-Disposition: form-data; name="map"\r\n\r\n{"0":["variables.file"]}`,
    `--x\r\nContent-Disposition: form-data; name="0"; filename*=utf-8''${encodeURIComponent(name)}\r\n\r\n${String(text().content)}`,
    '--x--\r\n',
  ].join('\r\n');
  const response = await fetch(`${portal.url}/graphql`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${customer.accessToken}`,
      'apollo-require-preflight': 'true',
      'content-type': 'multipart/form-data; boundary=x',
    },
    body,
  });
  const { data, errors } = await response.json();
  expect(errors).toBeUndefined();
  expect(data.attachmentUpload.userErrors).toEqual([]);
  return data.attachmentUpload.attachment;
}
