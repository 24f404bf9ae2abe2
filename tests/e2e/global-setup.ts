import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Why dist/ could not be built; empty when it was. */
    buildFailure: string;
  }
}

/** The browser sees what `npm start` serves. */
export default async function build(project: TestProject): Promise<void> {
  const failure = await promisify(execFile)('npm', ['run', '--silent', 'build']).then(
    () => '',
    ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
  );
  project.provide('buildFailure', failure);
}
