import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
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
    projects: [
      {
        extends: true,
        test: {
          name: 'api',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/e2e/**'],
          globalSetup: 'tests/global-setup.ts',
          // what the server's decorators need, whichever of its files a test loads first
          setupFiles: 'reflect-metadata',
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
          globalSetup: 'tests/global-setup.ts',
          setupFiles: 'reflect-metadata',
          maxWorkers: 1,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
