import { defineConfig } from 'vitest/config';

/** What must stay covered, in percent. */
const formats = { lines: 95, branches: 90 };

export default defineConfig({
  test: {
    projects: ['packages/*', 'apps/*', 'tooling/bootstrap', 'tooling/client-suite', 'tooling/testkit'],
    coverage: {
      // Each project looks below its own folder.
      include: ['**/src/**/*.ts'],
      exclude: ['**/dist/**', 'tooling/**'],
      reporter: ['text', 'lcov'],
      thresholds: {
        '**/packages/jute/src/**': formats,
        '**/packages/protocol/src/**': formats,
        '**/packages/datatree/src/**': formats,
        '**/packages/txnlog/src/**': formats,
        '**/packages/server/src/**': { lines: 90 },
        '**/packages/client/src/**': { lines: 90 },
        '**/packages/otel/src/**': { lines: 95 },
      },
    },
  },
});
