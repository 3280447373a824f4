import { join } from 'node:path';
import { type Label, LabelName, Status } from 'allure-js-commons';
import type { Requirement } from '../harness/run/catalogue.ts';
import type { Verdict } from '../harness/run/verdicts.ts';

/** How Allure shows each verdict: green is a pass and nothing else, and what says nothing about the target is broken. */
export const allureStatus: Readonly<Record<Verdict, Status>> = {
  pass: Status.PASSED,
  fail: Status.FAILED,
  'harness-error': Status.BROKEN,
  inconclusive: Status.BROKEN,
  'not-implemented': Status.SKIPPED,
  deferred: Status.SKIPPED,
  unlicensed: Status.SKIPPED,
  waived: Status.SKIPPED,
  'not-applicable': Status.SKIPPED,
};

/** What Allure has to say beside the status, which knows fewer verdicts than there are; nothing for a pass. */
export function allureMessage(verdict: Verdict, reason: string): string | undefined {
  if (verdict === 'pass') return undefined;
  return reason ? `${verdict}: ${reason}` : verdict;
}

/** What a check is labelled with. */
export interface Labelled {
  /** The requirements that it judges. */
  requirements: readonly Pick<Requirement, 'id' | 'provenance'>[];
  verdict: Verdict;
  /** Kind of the target. */
  target: string;
  /** Name of the node that was judged; null when there was none. */
  node: string | null;
}

/** The labels of a check: its area is the epic, its topic the feature. */
export function allureLabels({ requirements, verdict, target, node }: Labelled): Label[] {
  const parts = requirements.map(({ id }) => id.split('-'));
  const all = (name: string, values: readonly string[]) => [...new Set(values)].map((value) => ({ name, value }));
  return [
    ...all(
      LabelName.EPIC,
      parts.map(([area = '']) => area),
    ),
    ...all(
      LabelName.FEATURE,
      parts.map(([area, topic]) => `${area}-${topic}`),
    ),
    ...all(
      'requirement',
      requirements.map(({ id }) => id),
    ),
    ...all(
      'provenance',
      requirements.map(({ provenance }) => provenance),
    ),
    ...all('node', node === null ? [] : [node]),
    ...all('target', [target]),
    ...all('verdict', [verdict]),
  ];
}

/** The folder of Allure results in a run's folder. */
export function allureResultsIn(runFolder: string): string {
  return join(runFolder, 'allure-results');
}
