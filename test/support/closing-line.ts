import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

/**
 * Ends the run with what failed and why, and one plain line: how much passed and failed, broken files and stray errors
 * included. Whoever sees the end of a long log alone sees what to do.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], strayErrors: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string): TestCase[] => tests.filter((test) => test.result().state === state);
    // A file that cannot be read, or a hook that fails: its tests are not even run.
    const broken = modules.flatMap((module) => [module, ...module.children.allSuites()]);
    const failures = [
      ...[...inState('failed'), ...inState('pending')].map((test) =>
        told(`${test.module.relativeModuleId} > ${test.fullName}`, test.result().errors),
      ),
      ...broken
        .filter((each) => each.errors().length > 0)
        .map((each) => told(each.type === 'module' ? each.relativeModuleId : each.fullName, each.errors())),
      ...strayErrors.map((error) => told('outside of any test', [error])),
    ];
    const skipped = inState('skipped').length;
    const line = `${inState('passed').length} passed, ${failures.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    process.stdout.write([...failures, line].map((each) => `\n${each}\n`).join(''));
  }
}

function told(name: string, errors: readonly SerializedError[] = []): string {
  const reasons = errors.map(({ stack, message }) => stack ?? message);
  return [`FAILED ${name}`, ...(reasons.length > 0 ? reasons : ['It did not end'])].join('\n');
}
