import { readFile } from 'node:fs/promises';
import type { Profiler } from 'node:inspector';

const shownFunctions = 25;
const shownPackages = 12;
/** Not work of the portal: the process waits. */
const idle = new Set(['(idle)', '(root)']);

/** The functions and packages with the most self time in a CPU profile, as lines to print. */
export async function hottest(file: string): Promise<string[]> {
  const { nodes, samples = [], timeDeltas = [] } = JSON.parse(await readFile(file, 'utf8')) as Profiler.Profile;
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const functions = new Map<string, number>();
  const packages = new Map<string, number>();
  let busy = 0;
  for (const [index, id] of samples.entries()) {
    const frame = byId.get(id)!;
    if (idle.has(frame.functionName)) continue;
    // a sample lasts until the next one
    const time = Math.max(0, timeDeltas[index + 1] ?? 0);
    busy += time;
    add(functions, `${frame.functionName || '(anonymous)'}  ${locationOf(frame)}`, time);
    add(packages, packageOf(frame), time);
  }
  const lines = (times: Map<string, number>, count: number) =>
    [...times]
      .toSorted(([, one], [, other]) => other - one)
      .slice(0, count)
      .map(([name, time]) => `${((time / busy) * 100).toFixed(1).padStart(6)} %  ${name}`);
  return [
    'Self time by function:',
    ...lines(functions, shownFunctions),
    'By package:',
    ...lines(packages, shownPackages),
  ];
}

const add = (times: Map<string, number>, name: string, time: number) => times.set(name, (times.get(name) ?? 0) + time);

/** A readable path: sources of the server, files of packages, modules of Node. */
function locationOf({ url, lineNumber }: { url: string; lineNumber: number }): string {
  if (!url) return '';
  const file = url.replace(/^.*\/node_modules\//, '').replace(/^.*\/dist\/(server\/.*)\.js$/, 'dist/$1.js');
  return `${file}:${lineNumber + 1}`;
}

function packageOf({ url, functionName }: { url: string; functionName: string }): string {
  if (!url) return functionName.startsWith('(') && functionName !== '(anonymous)' ? functionName : 'native code';
  if (url.startsWith('node:')) return 'node';
  return /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? 'server';
}
