import { resolve } from 'node:path';
import { ApiClient } from '../clients/api.ts';
import { TargetUnavailable } from '../protocol/exchange.ts';
import { Journal, type Left } from '../run/journal.ts';
import { hasRuns, stateFolder, targetIdentity } from '../run/store.ts';
import { exitCodes } from '../run/verdicts.ts';
import { lives } from '../targets/owner.ts';
import type { DescribedNode } from '../targets/target.ts';
import { readTargetFile } from '../targets/target-file.ts';
import { UsageError } from './errors.ts';
import { leased } from './leased.ts';

export interface RecoverOptions {
  target?: string;
  state?: string;
}

/**
 * `recover`: undoes on real nodes what killed runs left there, the latest first. 0 when nothing is left, 3 when something is that
 * could not be undone or that only a person can; it stays noted as long as it could not be undone.
 */
export async function recover(options: RecoverOptions): Promise<number> {
  if (!options.target) throw new UsageError('recover needs --target FILE: the target whose runs were killed.');
  const { nodes } = readTargetFile(options.target);
  const state = resolve(options.state ?? stateFolder());
  const journal = hasRuns(state) ? new Journal(state, targetIdentity(nodes)) : null;
  try {
    const left = journal?.left() ?? [];
    const running = left.find((one) => lives(one.process));
    if (running) {
      throw new UsageError(
        `Run ${running.run} is still judging this target (process ${running.process.split('@')[0]}); stop it, or let it end, before recovering.`,
      );
    }
    if (!journal || left.length === 0) {
      process.stdout.write(`Nothing to recover: no run known in ${state} left anything on this target.\n`);
      return exitCodes.conformant;
    }
    const file = options.target;
    return await leased({ file, state, run: 'of recover' }, () => undoAll(journal, left, nodes));
  } finally {
    journal?.close();
  }
}

/** One sentence about what killed runs left on a target, or null. */
export function leftSentence(file: string, state: string): string | null {
  if (!hasRuns(state)) return null;
  const journal = new Journal(state, targetIdentity(readTargetFile(file).nodes));
  const left = journal.left().filter((one) => !lives(one.process));
  journal.close();
  if (left.length === 0) return null;
  const things = left.length === 1 ? 'one thing' : `${left.length} things`;
  return `A former run left ${things} undone on this target: \`npm run recover -- --target ${file}\` undoes it.`;
}

async function undoAll(journal: Journal, left: readonly Left[], nodes: readonly DescribedNode[]): Promise<number> {
  const clients = new Map(
    nodes.map((node) => [node.name, new ApiClient({ node: node.name, ...node.api, tls: node.tls })]),
  );
  let open = 0;
  for (const one of left) {
    const api = clients.get(one.node);
    const { done, how } = api ? await undo(api, one) : { done: false, how: 'its node is not in the target file' };
    const byHand = one.kind === 'other' || (one.kind === 'changed' && !one.before);
    if (done || byHand) journal.forget(one.id);
    if (!done) open += 1;
    process.stdout.write(`${done ? 'undone' : 'OPEN  '}  ${one.node}  ${one.path}: ${how}\n`);
  }
  for (const client of clients.values()) await client.close();
  process.stdout.write(
    open === 0
      ? `\nRecovered: nothing is left of what the journal knows.\n`
      : `\n${open} of ${left.length} could not be undone: compare them with your records.\n`,
  );
  return open === 0 ? exitCodes.conformant : exitCodes.inconclusive;
}

/** Undoes one thing; an object that is no longer there is undone. */
async function undo(api: ApiClient, { kind, path, before }: Left): Promise<{ done: boolean; how: string }> {
  if (kind === 'other')
    return { done: false, how: 'was sent to the node, see whether it still holds (told only once)' };
  if (kind === 'changed' && !before)
    return { done: false, how: 'was changed, and what it was is not known (told only once)' };
  try {
    const { status } = await api.get(path);
    if (status !== 200) return { done: true, how: `is no longer there (${status})` };
    const answer = kind === 'made' ? await api.delete(path) : await api.put(path, before ?? []);
    const names = (before ?? []).map(([name]) => name).join(', ');
    if (answer.status === 200) return { done: true, how: kind === 'made' ? 'removed' : `put back: ${names}` };
    return { done: false, how: `${answer.method} gave ${answer.status} ${answer.body.slice(0, 120)}` };
  } catch (error) {
    if (error instanceof TargetUnavailable) return { done: false, how: error.message };
    throw error;
  }
}
