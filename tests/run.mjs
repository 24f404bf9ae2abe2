// What `npm test` runs once everything is installed: every check, then every test, whatever has failed before.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const REPORTS = mkdtempSync(join(tmpdir(), 'shohayota-portal-reports-'));

const total = { passed: 0, failed: 0, skipped: 0 };
const children = new Set();
let stopSignal;

const checks = [
  // The server's own check also compiles it, for the schema and the build that follow.
  async () => {
    await check('types of the server', 'tsc', '-p', 'server/tsconfig.json');
    await checkSchema();
    await check('build', 'node', 'server/setup.mjs', 'build');
  },
  () => check('types of the portal', 'vue-tsc', '--noEmit', '-p', 'web/tsconfig.json'),
  () => check('types of the tests', 'tsc', '-p', 'tests/tsconfig.json'),
  () => check('types of the bench', 'tsc', '-p', 'bench/tsconfig.json'),
  () => check('lint', 'oxlint'),
  () => check('format', 'prettier', '--check', '.'),
  () => check('generated types', 'graphql-codegen', '--check', '--config', 'codegen.ts'),
];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // A terminal and npm both tell us.
    if (stopSignal) return;
    stopSignal = signal;
    // Nobody but us listens to SIGHUP.
    for (const child of children) child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
    endAsAsked();
  });
}

await allAtOnce(checks, availableParallelism());
await runTests('api');
await runTests('e2e');
// only that it still works: nothing is judged
await check('bench', 'node', 'bench/run.mjs', '--quick');
rmSync(REPORTS, { recursive: true });

if (total.skipped > 0) console.log(`\n${total.skipped} skipped`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

async function allAtOnce(tasks, limit) {
  const waiting = [...tasks];
  const worker = async () => {
    for (let task = waiting.shift(); task; task = waiting.shift()) await task();
  };
  await Promise.all(Array.from({ length: limit }, worker));
}

async function check(name, program, ...args) {
  const started = Date.now();
  const { code, output } = await run(program, args);
  report(name, started, code === 0, output);
}

async function checkSchema() {
  const started = Date.now();
  const { code, printed, output } = await run('node', ['dist/server/emit-schema.js']);
  const file = join(ROOT, 'schema.graphql');
  const committed = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const stale = 'schema.graphql is not what the server says now: run `npm run schema`, and look at what changed.';
  report('schema', started, code === 0 && printed === committed, code === 0 ? stale : output);
}

function report(name, started, passed, output) {
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${passed ? '✓' : '✗'} ${name} (${seconds} s)`);
  if (!passed) console.log(output.trimEnd().replace(/^/gm, '    '));
  total[passed ? 'passed' : 'failed'] += 1;
}

async function runTests(project) {
  const started = Date.now();
  const file = join(REPORTS, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await run('vitest', ['run', '--project', project, ...reporters], 'inherit');
  const counts = existsSync(file) ? countTests(JSON.parse(readFileSync(file, 'utf8'))) : { passed: 0, failed: 0 };
  if (counts.passed + counts.failed === 0) {
    console.log(`✗ no ${project} test has run`);
    counts.failed += 1;
  } else if (code !== 0 && counts.failed === 0) {
    console.log(`✗ ${project} tests ended with an error outside of any test (${code})`);
    counts.failed += 1;
  }
  for (const [kind, count] of Object.entries(counts)) total[kind] += count;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${counts.failed === 0 ? '✓' : '✗'} ${project} tests (${seconds} s)`);
}

/** A file that could not even be read has no failed tests of its own: it counts as one. */
function countTests({ numPassedTests, numFailedTests, numTotalTests, testResults }) {
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    skipped: numTotalTests - numPassedTests - numFailedTests,
  };
}

function run(program, args, stdio = 'pipe') {
  const PATH = [join(ROOT, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...process.env, PATH },
      stdio: ['ignore', stdio, stdio],
      shell: process.platform === 'win32',
      // Out of the terminal's reach: vitest dies of a second Ctrl-C before it has cleaned up, and we pass on the first.
      detached: true,
    });
    children.add(child);
    let printed = '';
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      printed += text;
      output += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', (error) => resolve({ code: 127, printed, output: error.message }));
    child.on('close', (code, signal) => {
      children.delete(child);
      if (stopSignal) endAsAsked();
      else resolve({ code: code ?? signal, printed, output });
    });
  });
}

function endAsAsked() {
  if (children.size > 0) return;
  rmSync(REPORTS, { recursive: true, force: true });
  process.removeAllListeners(stopSignal);
  process.kill(process.pid, stopSignal);
}
