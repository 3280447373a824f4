import type { FullResult, Reporter, Suite, TestCase, TestError, TestResult } from '@playwright/test/reporter';

/** Playwright reporter of the tool's own tests: progress, failures in full, and `N passed, N failed` as the last line. */
export default class ClosingLine implements Reporter {
  #total = 0;
  #passed = 0;
  #failed = 0;

  printsToStdio(): boolean {
    return true;
  }

  onBegin(_config: unknown, suite: Suite): void {
    this.#total = suite.allTests().length;
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    // A skip is not a pass: a test that did not run counts as failed.
    if (result.status === 'passed') this.#passed += 1;
    else {
      this.#failed += 1;
      process.stdout.write(`\n${result.status.toUpperCase()} ${test.titlePath().slice(1).join(' > ')}\n`);
      for (const error of result.errors) process.stdout.write(`${error.stack ?? error.message ?? error.value}\n`);
    }
    const done = this.#passed + this.#failed;
    if (done % 100 === 0) process.stdout.write(`${done}/${this.#total} tests done\n`);
  }

  onError(error: TestError): void {
    this.#failed += 1;
    process.stdout.write(`${error.stack ?? error.message}\n`);
  }

  onEnd(result: FullResult): void {
    if (this.#passed + this.#failed < this.#total)
      process.stdout.write(`${this.#total - this.#passed - this.#failed} tests did not run (${result.status})\n`);
    process.stdout.write(`${this.#passed} passed, ${this.#failed} failed\n`);
  }
}
