import { parseArgs } from 'node:util';
import { knownWorkloads, runBench, stopBench } from './bench.ts';

const usage = `Usage: npm run bench -- [--quick] [--only W1,W4] [--scale 10] [--profile]

  --quick    only check that it works: little data, short rounds, no goals
  --only     these workloads: W1 (W1a agent, W1c customer), W2, W3, W4, W5 (articles), W6 (live), W8 (growth)
  --scale    the factor by which the data grows for W8 (10)
  --profile  shows the functions with the most CPU time, for --only (W1a); the profiles are in data/bench`;

/** The options of the command line; undefined when they are invalid. */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        quick: { type: 'boolean', default: false },
        profile: { type: 'boolean', default: false },
        only: { type: 'string', default: '' },
        scale: { type: 'string', default: '10' },
        help: { type: 'boolean', default: false },
      },
    });
    const scale = Number(values.scale);
    if (!Number.isInteger(scale) || scale < 2) throw new Error('--scale must be a whole number of at least 2');
    const only = values.only.split(',').filter(Boolean);
    const unknown = only.find((prefix) => !knownWorkloads.some((id) => id.startsWith(prefix)));
    if (unknown) throw new Error(`--only knows ${knownWorkloads.join(', ')}, not ${unknown}`);
    return { ...values, scale, only };
  } catch (error) {
    console.error(error.message);
    return undefined;
  }
}

let stopping = false;

async function stop(signal) {
  if (stopping) return;
  stopping = true;
  await stopBench();
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(signal));

const options = readOptions();
if (!options || options.help) {
  console.log(usage);
  process.exitCode = options ? 0 : 2;
} else {
  try {
    await runBench(options, (line) => console.log(line));
  } catch (error) {
    // a bench that was stopped by a signal fails in many ways; none is worth reporting
    if (!stopping) {
      console.error(error);
      process.exitCode = 1;
    }
  }
}
