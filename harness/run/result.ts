import { z } from 'zod';
import { platforms, roles } from '../protocol/platform.ts';
import { verdicts } from './verdicts.ts';
import { waiverSchema, waiverStates } from './waivers.ts';

export const checkResultSchema = z.strictObject({
  title: z.string(),
  verdict: z.enum(verdicts),
  durationMs: z.number(),
  /** Files under the run's folder. */
  evidence: z.array(z.string()),
});

/** `result.json`, the machine-readable outcome of a run. */
export const resultSchema = z.strictObject({
  schema: z.literal('cms-conformance/result/1'),
  run: z.strictObject({
    id: z.string(),
    seed: z.int(),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime(),
    tool: z.strictObject({ version: z.string(), commit: z.string(), cleanTree: z.boolean() }),
  }),
  target: z.strictObject({
    kind: z.enum(['emulator', 'container', 'lab']),
    nodes: z.array(
      z.strictObject({
        name: z.string(),
        /** Address of its Call Bridge API, `host:port`. */
        address: z.string(),
        platform: z.enum(platforms),
        version: z.string(),
        roles: z.array(z.enum(roles)),
      }),
    ),
    capabilities: z.array(z.string()),
    /** Defects and variants that an emulated target was started with. */
    replaced: z.array(z.string()),
  }),
  /** How many requirements there are; `requirements` has fewer when only a part was asked for. */
  catalogue: z.int(),
  summary: z.partialRecord(z.enum(verdicts), z.int()),
  exitCode: z.int(),
  waivers: z.array(waiverSchema.extend({ state: z.enum(waiverStates) })),
  requirements: z.array(
    z.strictObject({
      id: z.string(),
      statement: z.string(),
      verdict: z.enum(verdicts),
      provenance: z.enum(['documented', 'observed', 'assumed']),
      reason: z.string(),
      /** Which failure it is, for a waiver. */
      fingerprint: z.string().optional(),
      /** When what was planted for a deferred one can be judged, in the target's time. */
      dueAt: z.iso.datetime().optional(),
      checks: z.array(checkResultSchema),
    }),
  ),
});

export type Result = z.infer<typeof resultSchema>;

/** What the checks find out of a target. */
export type TargetIdentity = Omit<Result['target'], 'replaced'>;

/** Whether only a part of the catalogue was asked for: no statement about the target as a whole. */
export function isPart({ catalogue, requirements }: Result): boolean {
  return requirements.length < catalogue;
}
export type CheckResult = z.infer<typeof checkResultSchema>;
export type RequirementResult = Result['requirements'][number];
