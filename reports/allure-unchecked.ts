import { createHash } from 'node:crypto';
import { Stage } from 'allure-js-commons';
import { createDefaultWriter, ReporterRuntime } from 'allure-js-commons/sdk/reporter';
import type { Result } from '../harness/run/result.ts';
import { allureLabels, allureMessage, allureStatus } from './allure-labels.ts';

/**
 * Adds Allure results for the requirements of a run that no check has judged: those without one, and those whose check never
 * began. Otherwise a report would not tell that they are open. `resultsDir` is the run's folder of Allure results.
 */
export function writeUnchecked(result: Result, resultsDir: string): void {
  const runtime = new ReporterRuntime({ writer: createDefaultWriter({ resultsDir }) });
  const at = Date.parse(result.run.endedAt);
  for (const requirement of result.requirements.filter(({ checks }) => checks.length === 0)) {
    const { id, statement, verdict, reason } = requirement;
    const message = allureMessage(verdict, reason);
    const uuid = runtime.startTest({
      name: `${id} ${statement}`,
      fullName: id,
      testCaseId: createHash('md5').update(id).digest('hex'),
      titlePath: ['catalogue', `${id.split('-')[0]}.yaml`],
      labels: allureLabels({ requirements: [requirement], verdict, node: null, target: result.target.kind }),
      status: allureStatus[verdict],
      statusDetails: message === undefined ? {} : { message },
      stage: Stage.FINISHED,
      start: at,
    });
    runtime.stopTest(uuid, { stop: at });
    runtime.writeTest(uuid);
  }
}
