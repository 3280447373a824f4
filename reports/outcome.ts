import { stripVTControlCharacters } from 'node:util';
import type { TestError, TestResult } from '@playwright/test/reporter';
import { type Classified, classify } from '../harness/run/classify.ts';

/** How one executed check ended. */
export interface Outcome extends Classified {
  /** Files under the run's folder, the record of the check first. */
  evidence: string[];
}

/** The verdict of a check from what it left behind in Playwright; every report shows this one and no other. */
export function outcomeOf(result: TestResult): Outcome {
  const annotated = (type: string) =>
    result.annotations.filter((annotation) => annotation.type === type).map(({ description = '' }) => description);
  const [settled] = annotated('verdict');
  const evidence = annotated('evidence');
  return {
    ...classify({
      settled: settled ? (JSON.parse(settled) as Classified) : null,
      judgements: Number(annotated('judgements')[0] ?? 0),
      findings: annotated('findings')[0] ?? '',
      status: result.status,
      errors: result.errors.map(messageOf),
    }),
    evidence: [
      ...evidence.filter((file) => file.endsWith('.json')),
      ...evidence.filter((file) => !file.endsWith('.json')),
    ],
  };
}

/** First paragraph of an error's message, without colours. */
export function messageOf(error: TestError): string {
  return stripVTControlCharacters(error.message ?? error.value ?? 'unknown error').split('\n\n')[0] ?? '';
}
