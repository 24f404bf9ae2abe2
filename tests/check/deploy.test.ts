import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(`${root}/${file}`, 'utf8');
const all = (text: string, pattern: RegExp) => new Set([...text.matchAll(pattern)].map(([, name]) => name!));

// No engine for containers is needed to see that what deploy/ says fits what the portal reads and runs.

const compose = read('deploy/compose.yaml');
const configuration = read('server/config.ts');

it('deploy/compose.yaml sets variables that the portal reads', () => {
  const [services] = compose.split('\n  database:\n');
  const set = all(services!, /^ {2,6}([A-Z][A-Z_]+): /gm);
  expect(set).toContain('DATABASE_URL');
  expect([...set].filter((name) => !configuration.includes(`  ${name}: `))).toEqual([]);
});

it('deploy/make-secrets.sh says all that deploy/compose.yaml demands, with secrets that are others each time', () => {
  const make = () => execFileSync(`${root}/deploy/make-secrets.sh`, { encoding: 'utf8' });
  const [one, other] = [make(), make()];
  const demanded = all(compose, /\$\{([A-Z_]+):\?/g);
  expect(all(one, /^([A-Z_]+)=/gm)).toEqual(new Set([...demanded, 'SMTP_UNENCRYPTED']));
  expect(all(one, /^([A-Z_]+)=[0-9a-f]{64}$/gm)).toEqual(new Set([...demanded].filter((name) => name !== 'SMTP_URL')));
  const secrets = all(`${one}${other}`, /=([0-9a-f]{64})$/gm);
  expect(secrets.size).toBe(2 * (demanded.size - 1));
});

it('what deploy/ starts is what production starts', () => {
  const server = 'node --enable-source-maps dist/server/main.js';
  const [, json] = /^CMD (.*)$/m.exec(read('deploy/Dockerfile'))!;
  expect((JSON.parse(json!) as string[]).join(' ')).toBe(server);
  expect(read('deploy/systemd/shohayota-portal.service')).toContain(`ExecStart=/usr/bin/${server}\n`);
  expect(compose).toContain(`command: [${server.replaceAll(' ', ', ').replace('main.js', 'worker.js')}]`);
});
