import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const server = fileURLToPath(new URL('../../server', import.meta.url));

/** Who asks where the operator's configuration says, listens, or only reads addresses. */
const exceptions: Record<string, string> = {
  'storage/s3-storage.ts': '@aws-sdk/client-s3',
  'mail/mailer.ts': 'nodemailer',
  'doctor/mail-check.ts': 'nodemailer',
  'doctor/sender-check.ts': 'node:dns/promises',
  'main.ts': 'node:net',
  'embedded-postgres/embedded-postgres.ts': 'node:net',
  'limits/caller.ts': 'node:net',
  'access/address-ranges.ts': 'node:net',
};

const modules =
  /^import (?!type\b)[^;]*?'((?:node:)?(?:https?|http2|net|tls|dgram|dns)(?:\/promises)?|undici|nodemailer|@aws-sdk\/[^']*)'/gm;
const globals = /(?<![.\w])(?:fetch|WebSocket|EventSource|XMLHttpRequest)(?=\()|(?<=\bimport\(')(?:node:|undici)[^']*/g;

it('server/ asks the servers of others by the rule of server/egress only', () => {
  const found = readdirSync(server, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('egress/'))
    .flatMap((file) => {
      const text = readFileSync(join(server, file), 'utf8');
      const used = [...text.matchAll(modules)].map(([, name]) => name!);
      const asked = [...text.matchAll(globals)].map(([name]) => name);
      return [...used.filter((name) => exceptions[file] !== name), ...asked].map((name) => `${file}: ${name}`);
    });
  expect(found).toEqual([]);
});
