import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { capabilitiesOf } from '../../fixtures/bench.ts';
import { readEvidence } from '../evidence/record.ts';
import { writeOf } from '../evidence/writes.ts';
import { TargetUnavailable } from '../protocol/exchange.ts';
import { compareVersions, versions } from '../protocol/platform.ts';
import { decide } from '../run/applicability.ts';
import { type Impact, loadCatalogue } from '../run/catalogue.ts';
import { exitCodes } from '../run/verdicts.ts';
import { attach } from '../targets/attach.ts';
import type { TargetNode } from '../targets/target.ts';
import { readTargetFile } from '../targets/target-file.ts';
import { judge, makeOrder } from './certify.ts';
import { UsageError } from './errors.ts';

export interface PlanOptions {
  target?: string;
  impact?: Impact;
  only?: string[];
  json?: boolean;
}

/** What one requirement's check would change, each change once with how often it is made. */
interface PlannedCheck {
  id: string;
  impact: Impact;
  node: string;
  writes: Record<string, number>;
}

/**
 * `plan`: what a run would do to each node, without doing it. The target is only asked who it is; the checks that it would get
 * are rehearsed on an emulated twin, and what they write there is what they would write on the target.
 */
export async function plan(options: PlanOptions): Promise<number> {
  if (!options.target) throw new UsageError('plan needs --target FILE: the embedded cluster is there to be changed.');
  const impact = options.impact ?? 'observe';
  const target = await attach(readTargetFile(options.target)).catch((error: unknown) => {
    if (error instanceof TargetUnavailable) return error.message;
    throw error;
  });
  if (typeof target === 'string') {
    process.stderr.write(`${target}\n`);
    return exitCodes.inconclusive;
  }
  const order = makeOrder({ ...(options.only ? { only: options.only } : {}), defect: [], variant: [] });
  const selected = loadCatalogue().filter(({ id }) => order.selected.includes(id));
  const decisions = selected.map((requirement) => ({
    requirement,
    decision: decide(requirement, { nodes: target.nodes, capabilities: capabilitiesOf(target), impact }),
  }));
  const judged = decisions.flatMap(({ requirement, decision }) =>
    'node' in decision ? [{ requirement, node: decision.node.name }] : [],
  );
  const writes = await rehearse(
    target.nodes,
    judged.map(({ requirement }) => requirement.id),
  );
  const planned: PlannedCheck[] = judged.map(({ requirement: { id, impact }, node }) => ({
    id,
    impact,
    node,
    writes: writes.get(id) ?? {},
  }));
  const left = decisions.flatMap(({ requirement, decision }) =>
    'node' in decision ? [] : [{ id: requirement.id, ...decision }],
  );
  if (options.json) process.stdout.write(`${JSON.stringify({ impact, checks: planned, notJudged: left }, null, 2)}\n`);
  else process.stdout.write(planText(target.nodes, impact, planned, left));
  await target.close();
  return exitCodes.conformant;
}

/** Runs the checks on an emulated cluster of the same shape and gives what each one wrote there. */
async function rehearse(
  nodes: readonly TargetNode[],
  ids: readonly string[],
): Promise<Map<string, Record<string, number>>> {
  const writes = new Map<string, Record<string, number>>();
  if (ids.length === 0) return writes;
  const folder = mkdtempSync(join(tmpdir(), 'cms-conformance-plan-'));
  try {
    const topology = join(folder, 'twin.yaml');
    writeFileSync(
      topology,
      stringify({
        nodes: nodes.map(({ name, platform, roles, version }) => ({
          name,
          platform,
          roles,
          version: nearest(version),
        })),
      }),
    );
    process.stderr.write(`Rehearsing ${ids.length} checks on an emulated twin ...\n`);
    const result = await judge(
      { ...makeOrder({ topology, defect: [], variant: [], out: folder, only: [...ids] }), impact: 'disruptive' },
      { output: 'ignore', workers: 2 },
    );
    for (const { id, checks } of result.requirements) {
      const count: Record<string, number> = {};
      const files = checks.flatMap(({ evidence }) => evidence);
      for (const { exchanges } of readEvidence(folder, files)) {
        for (const write of exchanges.map(writeOf)) if (write) count[write] = (count[write] ?? 0) + 1;
      }
      writes.set(id, count);
    }
    return writes;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The newest emulated version that isn't newer than this one. */
function nearest(version: string): string {
  return versions.filter((known) => compareVersions(known, version) <= 0).at(-1) ?? versions[0];
}

function planText(
  nodes: readonly TargetNode[],
  impact: Impact,
  planned: readonly PlannedCheck[],
  left: readonly { id: string; verdict: string; reason: string }[],
): string {
  const lines = [`A run with --impact ${impact} would judge ${planned.length} requirements and write this:`];
  for (const node of nodes) {
    const here = planned.filter((check) => check.node === node.name);
    const writing = here.filter(({ writes }) => Object.keys(writes).length > 0);
    lines.push('', `${node.name}  ${node.platform} ${node.softwareVersion}  ${node.api.url}`);
    lines.push(`  ${here.length} requirements, ${here.length - writing.length} of them by reading only`);
    for (const { id, impact: itsImpact, writes } of writing) {
      const list = Object.entries(writes).map(([write, count]) => (count > 1 ? `${write} (${count} times)` : write));
      lines.push(`  ${id}  ${itsImpact}`, ...list.map((write) => `      ${write}`));
    }
  }
  const reasons = Map.groupBy(left, ({ verdict, reason }) => `${verdict}: ${reason}`);
  if (left.length > 0) lines.push('', 'Not judged:');
  for (const [reason, group] of reasons) lines.push(`  ${group.length} requirements ${reason}`);
  return `${lines.join('\n')}\n\nEverything that a check makes is removed after it, and every setting is put back.\n`;
}
