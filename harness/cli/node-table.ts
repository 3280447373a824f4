import { ApiClient } from '../clients/api.ts';
import { type DocumentedNode, documentedNodes } from '../protocol/api/documented-nodes.ts';
import { exists, type Verb } from '../protocol/api/model.ts';
import { notEmulated } from '../protocol/api/tree.ts';
import { versions } from '../protocol/platform.ts';
import { exitCodes } from '../run/verdicts.ts';
import { type EmulatorTarget, startEmulator } from '../targets/emulator.ts';
import { NodeObjects } from './node-objects.ts';

/** What a running emulator made of a documented verb of a node. */
export interface NodeVerb {
  path: string;
  verb: Verb;
  /** Versions that the documents give it. */
  since?: string;
  removed?: string;
  emulated: boolean;
  /** Why not. */
  reason?: string;
}

/** What the documents let a bridge refuse of what is asked here: the sync may have begun, or ended. */
const properRefusals = ['ldapSyncCannotBeCancelled', 'ldapSyncDoesNotExist', 'tooManyLdapSyncs'];

/** Share that must be emulated. */
export const demandedPercent = 95;

/**
 * Asks running emulators for every documented verb of every node, each in the newest version that has it. A verb counts as
 * emulated when it is done, or refused with a reason that its document names for it.
 */
export async function probeNodes(nodes: readonly DocumentedNode[] = documentedNodes): Promise<NodeVerb[]> {
  const found: NodeVerb[] = [];
  for (const version of new Set(nodes.map(newestOf))) {
    const emulator = await startEmulator({ topology: 'single', profile: `virtualized-${version}` });
    try {
      found.push(
        ...(await probe(
          emulator,
          nodes.filter((node) => newestOf(node) === version),
        )),
      );
    } finally {
      await emulator.close();
    }
  }
  return found;
}

/** The newest version with a profile that has the node. */
export function newestOf(node: DocumentedNode): string {
  return versions.findLast((version) => exists(node, version)) ?? versions[0];
}

async function probe(emulator: EmulatorTarget, nodes: readonly DocumentedNode[]): Promise<NodeVerb[]> {
  const [first] = emulator.nodes;
  if (!first) throw new Error('the emulator has no node');
  const client = new ApiClient({ node: first.name, ...first.api, tls: first.tls });
  const objects = new NodeObjects(client, emulator);
  const found: NodeVerb[] = [];
  try {
    for (const { path, verbs, ...node } of nodes) {
      for (const verb of verbs) {
        const reason = await failureOf(client, objects, path, verb);
        found.push({
          path,
          verb,
          ...node,
          emulated: reason === null,
          ...(reason === null ? {} : { reason: statedReason(path, verb) ?? reason }),
        });
      }
    }
  } finally {
    await client.close();
  }
  return found;
}

/** Why the verb is not emulated, as the emulator shows it; null when it is. */
async function failureOf(client: ApiClient, objects: NodeObjects, path: string, verb: Verb): Promise<string | null> {
  const concrete = await objects.pathOf(path);
  if (concrete === null) return `there was no object to ask for: ${objects.refusal}`;
  const body = verb === 'POST' || verb === 'PUT' ? await objects.bodyOf(path, verb) : undefined;
  const { status, xml, body: text } = await client.request(verb, concrete, body);
  if (status === 200) return null;
  const reasons = xml?.name === 'failureDetails' ? xml.children.map(({ name }) => name) : [];
  if (reasons.length > 0 && reasons.every((reason) => properRefusals.includes(reason))) return null;
  return `it answers ${status} ${reasons.join(', ') || text.slice(0, 80)}`.trim();
}

function statedReason(path: string, verb: Verb): string | undefined {
  return notEmulated.find((gap) => gap.path === path && gap.verbs.includes(verb))?.reason;
}

/** `requirements --nodes`: the table; 1 when less is emulated than demanded. */
export async function nodeTable({ json = false }: { json?: boolean }): Promise<number> {
  const verbs = await probeNodes();
  const percent = percentOf(verbs);
  if (json) process.stdout.write(`${JSON.stringify({ percent, demandedPercent, verbs }, null, 2)}\n`);
  else process.stdout.write(tableText(verbs));
  return percent >= demandedPercent ? exitCodes.conformant : exitCodes.failed;
}

export function percentOf(verbs: readonly NodeVerb[]): number {
  return verbs.length === 0
    ? 0
    : Math.floor((verbs.filter(({ emulated }) => emulated).length / verbs.length) * 1000) / 10;
}

/** One line for each node, one more for each verb that is not emulated. */
export function tableText(verbs: readonly NodeVerb[]): string {
  const width = Math.max(...verbs.map(({ path }) => path.length));
  const lines = [...Map.groupBy(verbs, ({ path }) => path)].flatMap(([path, of]) => {
    const { since, removed } = of[0] ?? {};
    const life = [since && `from ${since}`, removed && `until ${removed}`].filter(Boolean).join(', ');
    const done = of.filter(({ emulated }) => emulated).map(({ verb }) => verb);
    return [
      `${path.padEnd(width)}  ${(done.join(' ') || '-').padEnd(20)} ${life}`.trimEnd(),
      ...of.filter(({ emulated }) => !emulated).map(({ verb, reason }) => `  not emulated: ${verb}: ${reason}`),
    ];
  });
  const emulated = verbs.filter((verb) => verb.emulated).length;
  return `${lines.join('\n')}\n\n${emulated} of ${verbs.length} verbs of ${new Set(verbs.map(({ path }) => path)).size} nodes are emulated: ${percentOf(verbs)} %\n`;
}
