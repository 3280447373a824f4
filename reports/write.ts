import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalogue } from '../harness/run/catalogue.ts';
import type { RunOrder } from '../harness/run/order.ts';
import {
  type CheckResult,
  type RequirementResult,
  type Result,
  resultSchema,
  type TargetIdentity,
} from '../harness/run/result.ts';
import { exitCodeOf, exitCodes, summarize, type Verdict } from '../harness/run/verdicts.ts';
import { applyWaivers, failureFingerprint } from '../harness/run/waivers.ts';
import { certificateHtml } from './certificate.ts';
import { readDetection } from './detection.ts';
import { junitXml } from './junit.ts';

/** How one requirement ended. */
export interface Ending {
  verdict: Verdict;
  reason: string;
  /** When what is deferred can be judged. */
  dueAt?: string;
  checks: CheckResult[];
}

/** How the run as a whole went. */
export interface Course {
  interrupted: boolean;
  /** What went wrong outside of every check: a suite that doesn't load, a target that can't be closed. */
  errors: readonly string[];
}

/**
 * Writes a run's `result.json`, `certificate.html` and `junit.xml`. A selected requirement without an ending has no check:
 * it is `not-implemented`, or `not-applicable` where the catalogue says why none is possible. An error outside of every check
 * makes the run a harness error, because nobody knows what it kept from being judged; only a failure outweighs it.
 */
export function writeReports(order: RunOrder, endings: ReadonlyMap<string, Ending>, how: Course): Result {
  const catalogue = loadCatalogue();
  const { requirements, waivers } = applyWaivers(
    catalogue
      .filter(({ id }) => order.selected.includes(id))
      .map(({ id, statement, provenance, untestable }) =>
        withFingerprint({ id, statement, provenance, ...(endings.get(id) ?? withoutCheck(untestable, how)) }),
      ),
    order.waivers ?? [],
    new Date(order.startedAt),
  );
  const all = requirements.map(({ verdict }) => verdict);
  const result: Result = resultSchema.parse({
    schema: 'cms-conformance/result/1',
    run: {
      id: order.id,
      seed: order.seed,
      startedAt: order.startedAt,
      endedAt: new Date().toISOString(),
      tool: order.tool,
    },
    target: readTarget(order),
    catalogue: catalogue.length,
    summary: summarize(all),
    exitCode: how.interrupted
      ? exitCodes.interrupted
      : exitCodeOf([
          ...all,
          ...(how.errors.length > 0 ? ['harness-error' as const] : []),
          ...(waivers.some(({ state }) => state === 'needless') ? ['fail' as const] : []),
        ]),
    waivers,
    requirements,
  });
  mkdirSync(join(order.folder, 'evidence'), { recursive: true });
  writeFileSync(join(order.folder, 'junit.xml'), junitXml(result));
  writeFileSync(join(order.folder, 'certificate.html'), certificateHtml(result, readDetection()));
  writeFileSync(join(order.folder, 'result.json'), `${JSON.stringify(result, null, 2)}\n`);
  return result;
}

function withFingerprint(result: RequirementResult): RequirementResult {
  if (result.verdict !== 'fail') return result;
  return { ...result, fingerprint: failureFingerprint(result.id, result.reason) };
}

function withoutCheck(untestable: string | undefined, { interrupted, errors }: Course): Ending {
  if (interrupted)
    return { verdict: 'inconclusive', reason: 'the run was interrupted before it was judged', checks: [] };
  if (untestable) return { verdict: 'not-applicable', reason: `no check is possible: ${untestable}`, checks: [] };
  if (errors.length > 0) return { verdict: 'harness-error', reason: `it did not run: ${errors[0]}`, checks: [] };
  return { verdict: 'not-implemented', reason: 'it has no check yet', checks: [] };
}

/** What the test processes found the target to be; nothing when they never reached it. */
function readTarget(order: RunOrder): Result['target'] {
  const file = join(order.folder, 'target.json');
  const found: TargetIdentity = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { kind: order.target.kind, nodes: [], capabilities: [] };
  return { ...found, replaced: replacedIn(order) };
}

function replacedIn({ target }: RunOrder): string[] {
  if (target.kind === 'lab') return [];
  const { defects = [], variants = [] } = target.kind === 'emulator' ? target.emulator : target.container.emulator;
  return [...defects, ...variants];
}
