// Usage: node scripts/bootstrap.mjs PROGRAM [ARGUMENT...]
//
// Installs the packages that package-lock.json asks for, if they are not there, and runs PROGRAM under the Node.js that
// is one of them. Itself it needs Node.js 20 and no package.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'node_modules', '.bin');
const windows = process.platform === 'win32';
let child;
let stopSignal;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal));

const starters = startedBy();
if (process.env.npm_execpath) setInterval(() => startedBy() === starters || stop('SIGTERM'), 500).unref();

if (Number.parseInt(process.versions.node, 10) < 20) {
  console.error(`Node.js 20 or newer is needed to begin with; this is ${process.version}.`);
  process.exit(1);
}
if (!isInstalled()) {
  console.log('Installing packages (once; a minute or two, depending on the network) …');
  const { npm_execpath: npm, npm_node_execpath: node = process.execPath } = process.env;
  // by the Node.js that npm was started with: the one in node_modules is about to be replaced
  await run(...(npm?.endsWith('.js') ? [node, npm] : ['npm']), 'ci', '--include=dev');
}
await run(...process.argv.slice(2));

/** npm and the shell between it and us: when one of them is stopped, nobody tells us. */
function startedBy() {
  try {
    const [, shell, npm] = /\((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${process.ppid}/stat`, 'utf8'));
    return shell.startsWith('npm') ? `${process.ppid}` : `${process.ppid} ${npm}`;
  } catch {
    return `${process.ppid}`;
  }
}

/** npm writes its own list of what it has installed last. */
function isInstalled() {
  const [wanted, present] = ['package-lock.json', 'node_modules/.package-lock.json']
    .map((file) => join(root, file))
    .map((file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {}));
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || present[path]?.version === version,
  );
}

/** Runs a program to its end, and ends as it does unless that was well. */
async function run(program, ...args) {
  // A session of its own: the terminal would tell it a second time what we pass on, and a second Ctrl-C kills.
  child = spawn(program, args, {
    cwd: root,
    // wireit would keep a copy of every build there ever was
    env: { WIREIT_CACHE: 'none', ...process.env, PATH: bin + delimiter + process.env.PATH },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: !windows,
    shell: windows,
  });
  const code = await new Promise((resolve) => {
    child.on('error', (error) => resolve(console.error(error.message) ?? 127));
    child.on('exit', (status, signal) => resolve(status ?? 128 + constants.signals[signal]));
  });
  if (stopSignal) {
    // By the signal itself, so that npm ends without a page of errors.
    process.removeAllListeners(stopSignal);
    process.kill(process.pid, stopSignal);
  } else if (code !== 0) {
    process.exit(code);
  }
}

function stop(signal) {
  if (stopSignal) return;
  stopSignal = signal;
  // Few programs listen to SIGHUP.
  const passedOn = signal === 'SIGHUP' ? 'SIGTERM' : signal;
  if (!child) process.exit(1);
  else if (windows) child.kill(passedOn);
  else if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, passedOn);
}
