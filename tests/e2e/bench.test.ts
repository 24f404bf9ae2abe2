import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('the bench still runs, whatever it measures', { timeout: 0 }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['bench/run.mjs', '--quick', '--only', 'W3']);
  expect(stdout).toContain('W3 dashboard:');
});
