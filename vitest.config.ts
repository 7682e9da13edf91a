import { defineConfig } from 'vitest/config';
import { importedTextInVite } from './lib/imported-text.ts';

export default defineConfig({
  plugins: [importedTextInVite],
  test: {
    reporters: ['default', './test/support/closing-line.ts'],
    // vitest leaves one core idle otherwise: half a machine of two.
    maxWorkers: '100%',
    expect: { requireAssertions: true },
    // The pages import their style sheets as text; vitest empties them otherwise.
    css: true,
    // Only for what hangs: beside each other, the local cloud and whatever else a machine does, a second of work takes several.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Templates are validated by a test of its own: every other synthesis does without, and without traces of its constructs.
    env: { POWERTOOLS_LOG_LEVEL: 'SILENT', CDK_DISABLE_STACK_TRACE: '1' },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['**/*.{real,browser,world}.test.ts'],
          // No test patches a module, so that files may share those that they import: a third less to do.
          isolate: false,
        },
      },
      {
        // Servers and a browser that each file starts for itself.
        extends: true,
        test: { name: 'real', include: ['test/**/*.{real,browser}.test.ts'] },
      },
      {
        // The whole product on the local cloud, started once: its files take turns.
        extends: true,
        test: {
          name: 'world',
          include: ['test/**/*.world.test.ts'],
          globalSetup: ['test/support/local-world.ts'],
          fileParallelism: false,
        },
      },
    ],
  },
});
