import type { FullResult, Reporter, Suite, TestCase, TestError, TestResult } from '@playwright/test/reporter';
import { outliveReaders } from '../harness/cli/closed-pipe.ts';
import { readOrder } from '../harness/run/order.ts';
import { type Verdict, worst } from '../harness/run/verdicts.ts';
import { messageOf, outcomeOf } from './outcome.ts';
import { type Ending, writeReports } from './write.ts';

/** Playwright reporter of the conformance project: turns what the checks left behind into verdicts and the run's reports. */
export default class ConformanceReporter implements Reporter {
  readonly #order = readOrder();
  readonly #endings = new Map<string, Ending>();
  readonly #errors: string[] = [];
  #total = 0;
  #done = 0;

  printsToStdio(): boolean {
    return true;
  }

  onBegin(_config: unknown, suite: Suite): void {
    outliveReaders();
    this.#total = suite.allTests().length;
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const { verdict, reason, dueAt, evidence } = outcomeOf(result);
    const check = { title: test.title, verdict, durationMs: Math.round(result.duration), evidence };
    for (const { type, description = '' } of test.annotations) {
      if (type !== 'requirement') continue;
      const earlier = this.#endings.get(description);
      const checks = [...(earlier?.checks ?? []), check];
      const combined = worst(checks.map((one) => one.verdict));
      this.#endings.set(description, {
        verdict: combined,
        reason: combined === verdict ? reason : (earlier?.reason ?? reason),
        ...(combined === 'deferred' && dueAt ? { dueAt } : {}),
        checks,
      });
    }
    this.#done += 1;
    this.#progress(test.title, verdict, reason);
  }

  /** An error outside any check, such as a suite that doesn't load. */
  onError(error: TestError): void {
    this.#errors.push(messageOf(error));
    process.stderr.write(`${messageOf(error)}\n`);
  }

  onEnd(result: FullResult): void {
    if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
    writeReports(this.#order, this.#endings, { interrupted: result.status === 'interrupted', errors: this.#errors });
  }

  #progress(title: string, verdict: Verdict, reason: string): void {
    const noteworthy = ['fail', 'harness-error', 'inconclusive'].includes(verdict);
    const clear = process.stdout.isTTY ? '\r\x1b[K' : '';
    if (noteworthy)
      process.stdout.write(`${clear}${verdict.padEnd(14)} ${title}\n${reason ? `               ${reason}\n` : ''}`);
    if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${this.#done}/${this.#total} ${title.slice(0, 90)}`);
    else if (this.#done % 25 === 0 || this.#done === this.#total)
      process.stdout.write(`${this.#done}/${this.#total} checks done\n`);
  }
}
