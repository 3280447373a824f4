import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reporter, Suite, TestCase, TestError, TestResult } from '@playwright/test/reporter';
import { readOrder } from '../harness/run/order.ts';
import { defectOutcomeOf, printRow } from './matrix.ts';
import { messageOf, outcomeOf } from './outcome.ts';

/** What `BatchReporter` writes, by defect: the requirements that failed. */
export type BatchResult = Record<string, string[]>;

/** File of a batch's result, in the order's folder. */
export const batchResultFile = 'batch.json';

/** Playwright reporter of a batch of defects: prints those that were killed, and writes which requirements failed with which one. */
export default class BatchReporter implements Reporter {
  readonly #order = readOrder();
  readonly #failed = new Map<string, string[]>();
  readonly #open = new Map<string, number>();

  printsToStdio(): boolean {
    return true;
  }

  onBegin(_config: unknown, suite: Suite): void {
    for (const test of suite.allTests()) {
      const { defect } = annotated(test);
      this.#open.set(defect, (this.#open.get(defect) ?? 0) + 1);
    }
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const { defect, requirements } = annotated(test);
    const failed = this.#failed.get(defect) ?? [];
    if (outcomeOf(result).verdict === 'fail') failed.push(...requirements);
    this.#failed.set(defect, failed);
    const open = (this.#open.get(defect) ?? 1) - 1;
    this.#open.set(defect, open);
    const violates = this.#order.batch?.find((entry) => entry.defect === defect)?.requirements ?? [];
    // the others are tried once more, by themselves
    if (open === 0 && defectOutcomeOf(violates, failed) === 'killed')
      printRow('killed', true, defect, failed.join(' '));
  }

  onError(error: TestError): void {
    process.stderr.write(`${messageOf(error)}\n`);
  }

  onEnd(): void {
    const result: BatchResult = Object.fromEntries(this.#failed);
    writeFileSync(join(this.#order.folder, batchResultFile), JSON.stringify(result));
  }
}

function annotated(test: TestCase): { defect: string; requirements: string[] } {
  const of = (wanted: string) =>
    test.annotations.filter(({ type }) => type === wanted).map(({ description = '' }) => description);
  return { defect: of('defect')[0] ?? '', requirements: of('requirement') };
}
