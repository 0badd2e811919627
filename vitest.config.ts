import { defineConfig } from 'vitest/config';

/** Unit tests need nothing but Node; the other project uses Go programs, browsers or long runs. */
const slow = ['test/tools/**', 'test/charts/**', 'test/export/**', 'test/scenarios/**', 'test/browser/**', 'test/**/*.slow.test.ts'];

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: slow, isolate: false, testTimeout: 60_000, hookTimeout: 60_000 } },
      { test: { name: 'slow', include: slow.map((pattern) => (pattern.endsWith('.ts') ? pattern : `${pattern}/*.test.ts`)), testTimeout: 900_000, hookTimeout: 900_000, maxWorkers: 1 } },
    ],
    reporters: ['./scripts/test-reporter.ts'],
  },
});
