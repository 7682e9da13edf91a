import { defineConfig } from 'vitest/config';
import { importedTextInVite } from './lib/imported-text.ts';

export default defineConfig({
  plugins: [importedTextInVite],
  test: {
    reporters: ['default', './test/support/closing-line.ts'],
    expect: { requireAssertions: true },
    // The pages import their style sheets as text; vitest empties them otherwise.
    css: true,
    // Templates are validated by a test of its own: every other synthesis does without, and without traces of its constructs.
    env: { POWERTOOLS_LOG_LEVEL: 'SILENT', CDK_DISABLE_STACK_TRACE: '1' },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['**/*.real.test.ts', '**/*.browser.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'real',
          include: ['test/**/*.real.test.ts', 'test/**/*.browser.test.ts'],
          globalSetup: ['test/support/local-world.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
