import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { TestCase, TestResult } from '@playwright/test/reporter';
import { type TestResult as AllureResult, Stage, Status, type StepResult } from 'allure-js-commons';
import { AllureReporter } from 'allure-playwright';
import type { CheckEvidence, Judgement } from '../harness/evidence/record.ts';
import { loadCatalogue, type Requirement } from '../harness/run/catalogue.ts';
import { readOrder } from '../harness/run/order.ts';
import { allureLabels, allureMessage, allureResultsIn, allureStatus } from './allure-labels.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/** A check that has just ended, as far as Allure needs it. */
interface Ended extends Outcome {
  requirements: Requirement[];
  /** The suite's file, and the groups in it. */
  place: string[];
  node: string | null;
  judgements: readonly Judgement[];
}

/**
 * Playwright reporter that writes Allure's results. Of what Playwright tells it only times and titles go there: status,
 * reason and steps are those of the verdict, attachments those of the evidence. What a check printed, its errors' traces and
 * its steps stay out, because nothing takes the secrets out of them.
 */
export default class ConformanceAllureReporter extends AllureReporter {
  readonly #order = readOrder();
  readonly #catalogue = new Map(loadCatalogue().map((requirement) => [requirement.id, requirement]));
  /** The check whose result is being written; several may be at the same time. */
  readonly #ended = new AsyncLocalStorage<Ended>();

  constructor() {
    super({
      resultsDir: allureResultsIn(readOrder().folder),
      suiteTitle: false,
      listeners: [{ beforeTestResultWrite: (result) => this.#complete(result) }],
    });
  }

  /** Which checks run is the order's business: no test plan of Allure's leaves one out. */
  override async preprocess(): Promise<void> {}

  /** Checks that never began have no result here: `writeUnchecked` tells of their requirements. */
  override async addSkippedResults(): Promise<void> {}

  override onStepBegin(): void {}

  override onStepEnd(): void {}

  override async onTestEnd(test: TestCase, result: TestResult): Promise<void> {
    const outcome = outcomeOf(result);
    const annotated = (type: string) => result.annotations.filter((annotation) => annotation.type === type);
    const ended: Ended = {
      ...outcome,
      requirements: annotated('requirement').flatMap(({ description = '' }) => this.#catalogue.get(description) ?? []),
      place: test.titlePath().slice(2, -1),
      node: annotated('node')[0]?.description ?? null,
      judgements: outcome.evidence.filter((file) => file.endsWith('.json')).flatMap((file) => this.#judgementsIn(file)),
    };
    const attachments = outcome.evidence.map((file) => ({
      name: basename(file),
      contentType: file.endsWith('.png') ? 'image/png' : 'application/json',
      path: join(this.#order.folder, file),
    }));
    const shown: TestResult = { ...result, attachments, errors: [], steps: [], stdout: [], stderr: [] };
    delete shown.error;
    await this.#ended.run(ended, () => super.onTestEnd(test, shown));
  }

  #judgementsIn(file: string): Judgement[] {
    return (JSON.parse(readFileSync(join(this.#order.folder, file), 'utf8')) as CheckEvidence).judgements;
  }

  #complete(result: AllureResult): void {
    const ended = this.#ended.getStore();
    if (!ended) throw new Error(`"${result.name}" did not end before its result was written`);
    const { verdict, reason, requirements, place, node, judgements } = ended;
    const ids = requirements.map(({ id }) => id).join('+');
    // a check stays the same one in the history when its requirement is worded anew
    result.testCaseId = createHash('md5')
      .update([...place, ids].join('\n'))
      .digest('hex');
    result.historyId = result.testCaseId;
    result.fullName = [...place, ids].join(' › ');
    result.titlePath = place;
    result.parameters = [];
    const message = allureMessage(verdict, reason);
    result.status = allureStatus[verdict];
    result.statusDetails = message === undefined ? {} : { message };
    result.labels = allureLabels({ requirements, verdict, node, target: this.#order.target.kind });
    // allure-playwright wraps each attachment in a step, and makes one of each annotation
    result.attachments.push(...result.steps.flatMap((step) => step.attachments));
    result.steps = judgements.map(stepOf);
  }
}

/** One act of judging as a step. */
function stepOf({ rule, findings }: Judgement): StepResult {
  const message = findings
    .map(({ where, expected, observed }) => `${where ? `${where}: ` : ''}expected ${expected}, observed ${observed}`)
    .join('\n');
  return {
    name: rule,
    status: findings.length === 0 ? Status.PASSED : Status.FAILED,
    statusDetails: message === '' ? {} : { message },
    stage: Stage.FINISHED,
    steps: [],
    attachments: [],
    parameters: [],
  };
}
