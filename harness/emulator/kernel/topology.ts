import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { type Platform, platforms, type Role, roles, type Version, versions } from '../../protocol/platform.ts';

/** Wrong command line or topology file; the message is one sentence for the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface Profile {
  platform: Platform;
  version: Version;
}

/** TMS's name on the cluster's network, and its own part of the cluster's store. */
export const tmsName = 'tms';

const nodeName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]{0,62}$/, 'a node name is letters, digits and hyphens, and begins with a letter')
  .refine((name) => name !== tmsName, `the name "${tmsName}" is taken by TMS; give the node another one`);

const nodeSchema = z.strictObject({
  name: nodeName,
  platform: z.enum(platforms).optional(),
  version: z.enum(versions).optional(),
  /** What `system/status` and `version` print; the profile's version when absent. */
  softwareVersion: z.string().min(1).optional(),
  roles: z.array(z.enum(roles)).min(1).optional(),
  sipDomain: z.string().optional(),
  /** Seconds that the node pretends to have been up when it starts. */
  uptimeSeconds: z.int().min(0).optional(),
  counters: z
    .strictObject({
      callLegsMaxActive: z.int().min(0).optional(),
      callLegsCompleted: z.int().min(0).optional(),
      apiTrace: z.int().min(0).optional(),
      call: z.int().min(0).optional(),
    })
    .optional(),
});

const topologySchema = z.strictObject({
  /** Default of the nodes, e.g. `cms1000-3.5`. */
  profile: z.string().optional(),
  /** Instant that the cluster's clock starts with, ISO 8601. */
  clock: z.iso.datetime().optional(),
  nodes: z.array(nodeSchema).min(1),
  /** The `callBridges` objects; made from the nodes when absent. */
  callBridges: z
    .array(z.strictObject({ name: z.string(), address: z.string(), sipDomain: z.string().optional() }))
    .optional(),
  /** Configuration objects that exist from the first start on. */
  objects: z
    .array(z.strictObject({ type: z.string(), id: z.guid().optional(), fields: z.record(z.string(), z.string()) }))
    .optional(),
});

export type TopologyFile = z.infer<typeof topologySchema>;

export interface TopologyNode {
  name: string;
  platform: Platform;
  version: Version;
  softwareVersion: string;
  roles: Role[];
  sipDomain: string;
  uptimeSeconds: number;
  counters: { callLegsMaxActive: number; callLegsCompleted: number; apiTrace: number; call: number };
}

export interface Topology {
  clock: Date | null;
  nodes: TopologyNode[];
  callBridges: { name: string; address: string; sipDomain?: string | undefined }[] | null;
  objects: { type: string; id?: string | undefined; fields: Record<string, string> }[];
}

/** `single`: one server with every role. `cluster3`: three Call Bridges, three Web Bridges, two schedulers, as in document 217367. */
export const builtIn = {
  single: { nodes: [{ name: 'cms1', roles: ['callBridge', 'webBridge', 'scheduler'] }] },
  cluster3: {
    nodes: [
      { name: 'cms1', roles: ['callBridge', 'webBridge', 'scheduler'] },
      { name: 'cms2', roles: ['callBridge', 'webBridge', 'scheduler'] },
      { name: 'cms3', roles: ['callBridge', 'webBridge'] },
    ],
  },
} satisfies Record<string, TopologyFile>;

export const defaultProfile: Profile = { platform: 'cms1000', version: '3.5' };

/** `cms1000-3.5` -> platform and version. Throws UsageError. */
export function parseProfile(text: string): Profile {
  const [, platform, version] = /^([a-z0-9]+)-(.+)$/.exec(text) ?? [];
  if (!platforms.includes(platform as Platform) || !versions.includes(version as Version)) {
    throw new UsageError(
      `Unknown profile "${text}": write PLATFORM-VERSION with a platform of ${platforms.join(', ')} and a version of ${versions.join(', ')}, e.g. cms1000-3.5.`,
    );
  }
  return { platform: platform as Platform, version: version as Version };
}

/** The topology of that built-in name or file, every default filled in. Throws UsageError naming file, line and path. */
export function loadTopology(nameOrFile: string, profile: Profile | null): Topology {
  const known = (builtIn as Record<string, TopologyFile>)[nameOrFile];
  return complete(known ?? readTopology(nameOrFile), profile);
}

function readTopology(file: string): TopologyFile {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(
      `Cannot read the topology file "${file}": name an existing YAML file, or one of ${Object.keys(builtIn).join(', ')}.`,
    );
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const broken = document.errors[0];
  if (broken) {
    throw new UsageError(
      `${file}:${lines.linePos(broken.pos[0]).line}: not valid YAML: ${broken.message.split('\n')[0]}`,
    );
  }
  const parsed = topologySchema.safeParse(document.toJS());
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path = issue?.path ?? [];
    const at = document.getIn(path.slice(0, -1), true) as { range?: [number, number, number] } | undefined;
    const found = (document.getIn(path, true) as { range?: [number, number, number] } | undefined)?.range ?? at?.range;
    const line = lines.linePos(found?.[0] ?? 0).line;
    throw new UsageError(`${file}:${line}: ${path.join('.') || 'topology'}: ${issue?.message ?? 'not a topology'}`);
  }
  const names = parsed.data.nodes.map((node) => node.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new UsageError(`${file}: two nodes are named "${twice}"; give each node its own name.`);
  return parsed.data;
}

function complete(file: TopologyFile, profile: Profile | null): Topology {
  const base = profile ?? (file.profile ? parseProfile(file.profile) : defaultProfile);
  return {
    clock: file.clock ? new Date(file.clock) : null,
    nodes: file.nodes.map((node) => completeNode(node, base)),
    callBridges: file.callBridges ?? null,
    objects: file.objects ?? [],
  };
}

/** A node with every default filled in. */
export function completeNode(node: TopologyFile['nodes'][number], base: Profile): TopologyNode {
  const version = node.version ?? base.version;
  return {
    name: node.name,
    platform: node.platform ?? base.platform,
    version,
    softwareVersion: node.softwareVersion ?? version,
    roles: node.roles ?? ['callBridge', 'webBridge', 'scheduler'],
    sipDomain: node.sipDomain ?? '',
    uptimeSeconds: node.uptimeSeconds ?? 0,
    counters: { callLegsMaxActive: 0, callLegsCompleted: 0, apiTrace: 0, call: 0, ...definedOnly(node.counters) },
  };
}

function definedOnly<T extends object>(value: T | undefined): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([, v]) => v !== undefined)) as never;
}
