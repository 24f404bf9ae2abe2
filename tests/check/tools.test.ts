import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const checks = {
  'types of the server': 'tsc -p server/tsconfig.json --noEmit --tsBuildInfoFile dist/types/server.tsbuildinfo',
  'types of the portal': 'vue-tsc -p web/tsconfig.json --incremental --tsBuildInfoFile dist/types/web.tsbuildinfo',
  'types of the tests': 'tsc -p tests/tsconfig.json',
  'types of the bench': 'tsc -p bench/tsconfig.json',
  'types of what server and portal share': 'tsc -p shared/tsconfig.json',
  'generated types are up to date': 'graphql-codegen --check --config codegen.ts',
  'lint, import circles, floors': 'oxlint',
  'unused and undeclared code and dependencies': 'knip --tsConfig server/tsconfig.json --no-config-hints',
  format: 'prettier --check --cache --cache-location dist/.prettier-cache .',
};

describe('npm run check', { concurrent: true }, () => {
  it.each(Object.entries(checks))('%s', async (_name, command) => {
    expect(await complaintsOf(command), command).toBe('');
  });
});

/** What a command printed that failed; empty when it did not. */
async function complaintsOf(command: string): Promise<string> {
  const [program = '', ...options] = command.split(' ');
  return promisify(execFile)(program, options, { maxBuffer: Infinity }).then(
    () => '',
    ({ message, stdout, stderr }: { message: string; stdout: string; stderr: string }) => stdout + stderr || message,
  );
}
