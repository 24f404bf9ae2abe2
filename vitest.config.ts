import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig(({ mode }) => ({
  // The same class semantics as the server's tsconfig: legacy decorators, and a field without a value is not written.
  oxc: {
    decorator: { legacy: true, emitDecoratorMetadata: false },
    assumptions: { setPublicClassFields: true },
    typescript: { removeClassFieldsWithoutInitializer: true },
  },
  resolve: {
    // Vite would take the .mjs build for our sources while packages load the .js one: two copies that do not mix.
    alias: [
      { find: /^graphql$/, replacement: 'graphql/index.js' },
      // the sources, not what was last built
      { find: /^#shared\//, replacement: fileURLToPath(new URL('shared/', import.meta.url)) },
    ],
  },
  test: {
    reporters: ['default', './scripts/total-reporter.ts'],
    // what the server's decorators need, whichever of its files a test loads first
    setupFiles: 'reflect-metadata',
    projects: [
      {
        extends: true,
        test: {
          name: 'check',
          include: ['tests/check/*.test.ts'],
          sequence: { groupOrder: 1 },
          maxConcurrency: availableParallelism(),
          // a compiler takes the time it takes
          testTimeout: 0,
        },
      },
      {
        extends: true,
        test: {
          name: 'api',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/check/**', 'tests/e2e/**', 'tests/abuse/**'],
          sequence: { groupOrder: 2 },
          globalSetup: 'tests/global-setup.ts',
          // a portal has no globals, so files of one worker share what they import
          isolate: false,
          maxWorkers: 2,
          testTimeout: 15_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          sequence: { groupOrder: 3 },
          globalSetup: ['tests/global-setup.ts', 'tests/e2e/global-setup.ts'],
          setupFiles: ['reflect-metadata', 'tests/e2e/setup.ts'],
          // every how many states of the pages are looked at for accessibility
          env: { AXE_EVERY: mode === 'axe' ? '1' : '10' },
          maxWorkers: 2,
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'abuse',
          include: ['tests/abuse/*.test.ts'],
          // nothing else at the same time
          sequence: { groupOrder: 4 },
          globalSetup: 'tests/global-setup.ts',
        },
      },
    ],
  },
}));
