import { expect, test } from '@playwright/test';
import type { FullResult, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import ClosingLine from './closing-line.ts';

/** What the reporter prints for tests that ended so, out of `total`. */
function printed(statuses: TestResult['status'][], total = statuses.length, outside: string[] = []): string[] {
  const reporter = new ClosingLine();
  const write = process.stdout.write;
  let out = '';
  process.stdout.write = ((text: string) => {
    out += text;
    return true;
  }) as typeof process.stdout.write;
  try {
    reporter.onBegin({}, { allTests: () => Array.from({ length: total }) } as unknown as Suite);
    const one = { titlePath: () => ['', 'unit', 'a.test.ts', 'a test'] } as unknown as TestCase;
    for (const status of statuses) {
      reporter.onTestEnd(one, {
        status,
        errors: status === 'failed' ? [{ stack: 'Error: why\n  at a.test.ts' }] : [],
      } as unknown as TestResult);
    }
    for (const message of outside) reporter.onError({ message });
    reporter.onEnd({ status: 'passed' } as FullResult);
  } finally {
    process.stdout.write = write;
  }
  return out.trimEnd().split('\n');
}

test('the last line counts passed and failed', () => {
  expect(printed(['passed', 'passed']).at(-1)).toBe('2 passed, 0 failed');
  expect(printed(['passed', 'failed', 'timedOut']).at(-1)).toBe('1 passed, 2 failed');
});

test('a skipped test counts as failed', () => {
  expect(printed(['passed', 'skipped']).at(-1)).toBe('1 passed, 1 failed');
  expect(printed(['skipped'])).toContain('SKIPPED unit > a.test.ts > a test');
});

test('an error outside of every test counts as failed', () => {
  expect(printed(['passed'], 1, ['a file does not load']).at(-1)).toBe('1 passed, 1 failed');
});

test('a failure is shown in full, and tests that did not run are named', () => {
  const out = printed(['failed'], 3);
  expect(out).toContain('FAILED unit > a.test.ts > a test');
  expect(out).toContain('  at a.test.ts');
  expect(out).toContain('2 tests did not run (passed)');
});
