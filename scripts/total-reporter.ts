import type { Reporter, TestModule } from 'vitest/node';

/** Prints `N passed, N failed` as the very last line; in continuous integration a skipped test fails the run. */
export default class TotalReporter implements Reporter {
  private passed = 0;
  private failed = 0;
  private skipped = 0;

  onInit(): void {
    process.once('exit', (code) => {
      // Stopped by a signal.
      if (code > 128) return;
      // What no test is to blame for: an error outside of all of them, or that there were none.
      if (this.failed === 0 && (code !== 0 || this.passed === 0)) this.failed = 1;
      if (this.failed > 0 || (this.skipped > 0 && process.env['CI'])) process.exitCode = code || 1;
      const skipped = this.skipped > 0 ? `, ${this.skipped} skipped` : '';
      console.log(`${this.passed} passed, ${this.failed} failed${skipped}`);
    });
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string): number => tests.filter((test) => test.result().state === state).length;
    // A file that could not be loaded, or prepared, has no failed test of its own.
    const broken = modules.filter(
      (module) => module.state() === 'failed' && ![...module.children.allTests('failed')].length,
    );
    this.passed = count('passed');
    this.failed = count('failed') + broken.length + errors.length;
    this.skipped = count('skipped');
  }
}
