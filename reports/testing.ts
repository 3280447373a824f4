import type { RequirementResult, Result } from '../harness/run/result.ts';
import { exitCodeOf, summarize } from '../harness/run/verdicts.ts';

/** A requirement's result for tests; it passed, unless said otherwise. */
export function requirementResult(more: Partial<RequirementResult> = {}): RequirementResult {
  return {
    id: 'API-AUTH-01',
    statement: 'The Call Bridge answers as the document says.',
    verdict: 'pass',
    provenance: 'documented',
    reason: '',
    checks: [],
    ...more,
  };
}

/** A run's result for tests, with the summary and exit code that follow from its requirements. */
export function resultOf(requirements: RequirementResult[], more: Partial<Result> = {}): Result {
  const all = requirements.map(({ verdict }) => verdict);
  return {
    schema: 'cms-conformance/result/1',
    run: {
      id: '20260101-000000-abcd',
      seed: 7,
      startedAt: '2026-01-01T00:00:00.000Z',
      endedAt: '2026-01-01T00:01:00.000Z',
      tool: { version: '0.1.0', commit: '0123456789abcdef0123456789abcdef01234567', cleanTree: true },
    },
    target: {
      kind: 'lab',
      nodes: [
        {
          name: 'cms1',
          address: 'cms1.example.test:443',
          platform: 'cms1000',
          version: '3.5.1',
          roles: ['callBridge', 'scheduler'],
        },
      ],
      capabilities: [],
      replaced: [],
    },
    catalogue: requirements.length,
    summary: summarize(all),
    exitCode: exitCodeOf(all),
    waivers: [],
    requirements,
    ...more,
  };
}
