// Runs on any Node from 20 on, before anything is installed: no packages, no TypeScript.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, relative, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const BIN = join(ROOT, 'node_modules', '.bin');
const INSTALL_STAMP = join(ROOT, 'node_modules', '.installed-from');
const BUILD_STAMP = join(ROOT, 'dist', 'build-stamp');
const LOCK = join(ROOT, 'dist', 'setup.lock');
// Written into the sources by the build itself.
const GENERATED = new Set(['components.d.ts', 'auto-imports.d.ts']);

const COMMANDS = {
  async start(args) {
    await alone(install, build);
    await run('node', ['--enable-source-maps', 'dist/server/main.js', ...args]);
  },
  async dev(args) {
    await alone(install, compileServer);
    await run('concurrently', [
      '--kill-others',
      '--names=types,server,web',
      'tsc -p server/tsconfig.json --watch --preserveWatchOutput',
      `node --watch --watch-preserve-output --enable-source-maps dist/server/main.js ${args.join(' ')}`,
      'vite --config web/vite.config.ts',
    ]);
  },
  async build() {
    await alone(install, build);
  },
  async schema() {
    await alone(install, compileServer, writeSchema);
  },
  async test(args) {
    await alone(install);
    await run('node', ['tests/run.mjs', ...args]);
  },
  async bench(args) {
    await alone(install, build);
    await run('node', ['bench/run.mjs', ...args]);
  },
  async 'search-quality'() {
    await alone(install, compileServer);
    await run('node', ['bench/search-quality.ts']);
  },
};

async function install() {
  const lock = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
  const stamp = createHash('sha256').update(lock).digest('hex');
  if (holds(INSTALL_STAMP, stamp)) return;
  if (!isInstalled(lock)) {
    say('Installing packages (once; a minute or two, depending on the network) …');
    const { npm_execpath: npm, npm_node_execpath: itsNode = process.execPath } = process.env;
    const command = npm?.endsWith('npm-cli.js') ? [itsNode, npm] : ['npm'];
    await step('npm ci', ...command, 'ci', '--include=dev', '--no-audit', '--no-fund');
    if (!isInstalled(lock)) fail('npm ci ended well, but node_modules is not what package-lock.json asks for.');
  }
  writeFileSync(INSTALL_STAMP, stamp);
}

/** Whether somebody has installed all of it by hand, to the end: npm writes its own list when it is done. */
function isInstalled(lock) {
  if (!existsSync(join(ROOT, 'node_modules', '.package-lock.json')) || !existsSync(join(BIN, 'node'))) return false;
  return Object.entries(JSON.parse(lock).packages).every(([path, { version, optional }]) => {
    const manifest = join(ROOT, path, 'package.json');
    return existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).version === version : optional;
  });
}

function holds(file, content) {
  return existsSync(file) && readFileSync(file, 'utf8') === content;
}

async function build() {
  const stamp = sourceStamp();
  if (holds(BUILD_STAMP, stamp)) return;
  say('Building the server and the portal (after changes only; up to a minute) …');
  rmSync(BUILD_STAMP, { force: true });
  await Promise.all([compileServer(), step('vite build', 'vite', 'build', '--config', 'web/vite.config.ts')]);
  writeFileSync(BUILD_STAMP, stamp);
}

async function compileServer() {
  await step('tsc', 'tsc', '-p', 'server/tsconfig.json');
  // A migration deleted from the sources must not be run from an older build.
  for (const file of ['dist/server', 'dist/shared'].flatMap(filesBelow)) {
    const source = file.replace('dist', '.').replace(/\.js(\.map)?$/, '.ts');
    if (source.endsWith('.ts') && !existsSync(join(ROOT, source))) rmSync(join(ROOT, file));
  }
}

async function writeSchema() {
  const schema = await step('emit-schema', 'node', 'dist/server/emit-schema.js');
  writeFileSync(join(ROOT, 'schema.graphql'), schema);
  await step('graphql-codegen', 'graphql-codegen', '--config', 'codegen.ts');
}

function sourceStamp() {
  const files = ['server', 'shared', 'web']
    .flatMap(filesBelow)
    .filter((file) => !GENERATED.has(file.split(sep).at(-1)));
  const hash = createHash('sha256');
  for (const file of [...files, 'package-lock.json']) {
    hash
      .update(`${file}\n`)
      .update(readFileSync(join(ROOT, file)))
      .update('\n');
  }
  return hash.digest('hex');
}

function filesBelow(folder) {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .toSorted();
}

let holdsLock = false;

/** Two starts at once: the second waits until the first has installed and built. */
async function alone(...tasks) {
  mkdirSync(dirname(LOCK), { recursive: true });
  for (let told = false; !takeLock(); await sleep(200)) {
    if (!told) say('Waiting for another start of this project to install and build …');
    told = true;
  }
  holdsLock = true;
  for (const task of tasks) await task();
  releaseLock();
}

function takeLock() {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!lockIsHeld()) rmSync(LOCK, { force: true });
    return false;
  }
}

function lockIsHeld() {
  try {
    const pid = Number(readFileSync(LOCK, 'utf8'));
    // The file is empty for the moment between its making and the writing of the pid.
    return pid === 0 || process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function releaseLock() {
  if (holdsLock) rmSync(LOCK, { force: true });
  holdsLock = false;
}

/** Runs a program silently and returns what it printed, or shows that and stops when it fails. */
async function step(name, program, ...args) {
  const child = launch(program, args, 'pipe');
  const printed = [];
  const errors = [];
  child.stdout.setEncoding('utf8').on('data', (text) => printed.push(text));
  child.stderr.setEncoding('utf8').on('data', (text) => errors.push(text));
  const code = await ended(child);
  if (code !== 0) fail(`${[...printed, ...errors].join('')}\n${name} failed (${code}).`);
  return printed.join('');
}

/** Hands the terminal over to a program and ends as it ends. */
async function run(program, args) {
  process.exitCode = await ended(launch(program, args, 'inherit'));
}

const children = new Set();
let stopSignal;

function launch(program, args, stdio) {
  const PATH = [BIN, process.env.PATH].join(delimiter);
  const shell = process.platform === 'win32';
  const child = spawn(program, args, { cwd: ROOT, env: { ...process.env, PATH }, stdio, shell });
  children.add(child);
  return child;
}

function ended(child) {
  return new Promise((resolve) => {
    const end = (code) => {
      children.delete(child);
      if (stopSignal) endAsAsked();
      else resolve(code);
    };
    child.on('error', (error) => fail(`${child.spawnfile} could not be started: ${error.message}`));
    child.on('close', (code, signal) => end(code ?? 128 + constants.signals[signal]));
    // What it has started itself may hold on to its output for longer.
    child.on('exit', () => stopSignal && end());
  });
}

/** By the signal itself, not by a code: npm then ends without a page of errors. */
function endAsAsked() {
  if (children.size > 0) return;
  releaseLock();
  process.removeAllListeners(stopSignal);
  process.kill(process.pid, stopSignal);
}

function say(line) {
  console.log(line);
}

function fail(line) {
  console.error(line);
  for (const child of children) child.kill();
  releaseLock();
  process.exit(1);
}

function stop(signal) {
  // npm passes on what a terminal has sent to all of us already.
  if (stopSignal) return;
  stopSignal = signal;
  for (const child of children) {
    // Nobody but us listens to SIGHUP.
    child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
    // npm would first finish, then undo, what it is at; the next start begins again anyway.
    if (child.stdout) setTimeout(() => child.kill('SIGKILL'), 1000);
  }
  endAsAsked();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal));

// npm starts us through a shell that ends without a word to us when npm is told to.
const parent = process.ppid;
if (process.env.npm_execpath) setInterval(() => process.ppid === parent || stop('SIGTERM'), 500).unref();

const [command, ...args] = process.argv.slice(2);
if (Object.hasOwn(COMMANDS, command)) await COMMANDS[command](args);
else fail(`Usage: node server/setup.mjs ${Object.keys(COMMANDS).join('|')}`);
