import { parseArgs } from 'node:util';
import { StartupError, readConfig, type Config } from './config.ts';
import { checkAddress } from './doctor/address-check.ts';
import { checkDatabase } from './doctor/database-check.ts';
import { failed, reasonOf, type Finding } from './doctor/finding.ts';
import { checkDisk, checkSecret, checkVersion } from './doctor/machine-check.ts';
import { checkMail } from './doctor/mail-check.ts';
import { checkStorage } from './doctor/storage-check.ts';
import { migrations } from './migrations/index.ts';

// Looks at everything that the portal needs, with its own configuration, and says what is wrong and what to do about it.

const usage = 'Usage: npm run doctor [-- --mail-to you@example.com] [--dkim-selector NAME] [--json]';
const patience = 30_000;

async function examine(): Promise<Finding[]> {
  const { values } = parseArgs({
    options: { 'mail-to': { type: 'string' }, 'dkim-selector': { type: 'string' }, json: { type: 'boolean' } },
  });
  const config = readOrExplain();
  if ('state' in config) return [checkVersion(), config];
  const mail = { testAddress: values['mail-to'], dkimSelector: values['dkim-selector'] };
  const found = await Promise.all([
    inTime('disk', checkDisk(config)),
    inTime('database', checkDatabase(config, migrations)),
    inTime('storage', checkStorage(config)),
    inTime('mail server', checkMail(config, mail)),
    inTime('public address', checkAddress(config)),
  ]);
  return [checkVersion(), checkSecret(config), ...found.flat()];
}

function readOrExplain(): Config | Finding {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    return failed(
      'configuration',
      error.message,
      'See docs/configuration.md, then run this again: it looked at nothing else.',
    );
  }
}

/** No check keeps the others, however long what it asks is silent. */
function inTime<Found extends Finding | Finding[]>(subject: string, check: Promise<Found>): Promise<Found | Finding> {
  const late = new Promise<Finding>((resolve) => {
    const say = () =>
      resolve(
        failed(
          subject,
          `nothing came within ${patience / 1_000} seconds`,
          'Something on the way swallows what is sent: look for a firewall.',
        ),
      );
    setTimeout(say, patience).unref();
  });
  const found = check.catch((error: unknown) =>
    failed(subject, reasonOf(error), 'This should not happen: please report it.'),
  );
  return Promise.race([found, late]);
}

const signs = { ok: 'ok     ', warning: 'WARNING', failed: 'FAILED ' };

function print(findings: Finding[]): void {
  const width = Math.max(...findings.map(({ subject }) => subject.length));
  for (const { subject, state, text, advice } of findings) {
    process.stdout.write(`${signs[state]}  ${subject.padEnd(width)}  ${text}\n`);
    if (advice) process.stdout.write(`${' '.repeat(signs.ok.length + width + 4)}${advice}\n`);
  }
  const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length;
  process.stdout.write(`${count('ok')} ok, ${count('warning')} to look at, ${count('failed')} failed\n`);
}

function report(findings: Finding[]): void {
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`);
  else print(findings);
  process.exit(findings.some(({ state }) => state === 'failed') ? 1 : 0);
}

examine().then(report, (error: unknown) => {
  process.stderr.write(`${reasonOf(error)}\n${usage}\n`);
  process.exit(2);
});
