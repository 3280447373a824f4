import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { describeApi } from '../protocol/api/openapi.ts';
import { c2wUrlOf } from './c2w/network.ts';
import { defects } from './defects/index.ts';
import { startCluster } from './kernel/cluster.ts';
import { startControl } from './kernel/control.ts';
import { loadTopology, parseProfile, type Topology, tmsName, UsageError } from './kernel/topology.ts';
import { noting, policiesWith, type Replacement } from './policies/index.ts';
import { writeTargetFile } from './target-file.ts';
import { startTms } from './tms/tms.ts';
import { variants } from './variants/index.ts';

interface Options {
  topology: string;
  profile?: string;
  portBase?: number;
  host: string;
  node?: string;
  controlPort?: number;
  defect: string[];
  variant: string[];
  data?: string;
  targetFile?: string;
  tms: boolean;
  openapi?: true;
}

/**
 * `emulator`: runs the emulated cluster in the foreground and prints one JSON line when it is ready.
 * Resolves to the exit code: 0 after SIGINT/SIGTERM, 2 for wrong usage.
 */
export async function runEmulator(argv: string[]): Promise<number> {
  const collect = (value: string, all: string[]) => [...all, value];
  const command = new Command('emulator')
    .description('Runs an emulated Cisco Meeting Server cluster in the foreground.')
    .option('--topology <file>', 'topology file, or single, cluster3', 'cluster3')
    .option('--profile <platform-version>', 'default profile of the nodes, e.g. cms1000-3.5, virtualized-2.0')
    .option('--port-base <number>', 'first port; each node takes ten, then TMS (default: free ports)', portNumber)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--node <name>', 'run only this node, or tms; the others run elsewhere on the same --data')
    .option('--control-port <number>', 'port of the control interface (default: a free one)', portNumber)
    .option('--defect <id>', 'behave wrongly in this one way; may be repeated', collect, [])
    .option('--variant <id>', 'behave differently but conforming; may be repeated', collect, [])
    .option('--data <directory>', 'keep configuration and logs here (default: in memory)')
    .option('--no-tms', 'leave out TMS')
    .option('--openapi', 'print an OpenAPI description of the API that the profile has, and end')
    .option('--target-file <file>', 'write a target file for `certify --target` there once ready')
    .exitOverride()
    .configureOutput({ outputError: () => {} });
  try {
    command.parse(argv, { from: 'user' });
    return await run(command.opts<Options>());
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      process.stderr.write(`${error.message.replace(/^error: /, '')} (see: npm run emulator -- --help)\n`);
      return 2;
    }
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n`);
      return 2;
    }
    throw error;
  }
}

async function run(options: Options): Promise<number> {
  if (options.openapi) {
    const [first] = loadTopology(options.topology, options.profile ? parseProfile(options.profile) : null).nodes;
    process.stdout.write(`${JSON.stringify(describeApi(first?.version ?? ''), null, 2)}\n`);
    return 0;
  }
  const replacements = [...pick('defect', defects, options.defect), ...pick('variant', variants, options.variant)];
  const topology = loadTopology(options.topology, options.profile ? parseProfile(options.profile) : null);
  const replaced = policiesWith(replacements);
  // Noting costs time on every request: only for who asks.
  const { policies, take } = process.env.CMS_EMULATOR_NOTES_POLICIES
    ? noting(replaced)
    : { policies: replaced, take: () => [] };
  const targetFolder = options.targetFile ? dirname(resolve(options.targetFile)) : null;
  if (targetFolder && !existsSync(targetFolder)) {
    throw new UsageError(`Cannot write the target file "${options.targetFile}": there is no folder ${targetFolder}.`);
  }
  const shared = { policies, host: options.host };
  const cluster = await startCluster({
    ...shared,
    topology,
    data: options.data ?? null,
    portBase: options.portBase ?? null,
    only: options.node ?? null,
  });
  const wanted = options.node ? options.node === tmsName : options.tms;
  const tms = wanted
    ? await startTms(cluster, {
        host: options.host,
        port: options.portBase === undefined ? null : options.portBase + topology.nodes.length * 10,
        credentials: cluster.credentials,
      }).catch(async (error: unknown) => {
        await cluster.close();
        throw error;
      })
    : null;
  const stopAll = async () => {
    await tms?.close();
    await cluster.close();
  };
  const control = await startControl({
    host: options.host,
    port: options.controlPort ?? 0,
    token: process.env.CMS_EMULATOR_CONTROL_TOKEN ?? null,
    cluster,
    tms,
    askedPolicies: take,
    addNode: (description) => {
      const alone: Topology = { clock: null, nodes: [description], callBridges: null, objects: [] };
      return startCluster({ ...shared, topology: alone, data: null, portBase: null, clock: cluster.clock });
    },
  }).catch(async (error: NodeJS.ErrnoException) => {
    await stopAll();
    if (error.code !== 'EADDRINUSE') throw error;
    throw new UsageError(
      `Port ${options.controlPort} on ${options.host} is in use: choose another one with --control-port.`,
    );
  });
  const stopped = new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    // Started by the harness with a pipe: when the harness dies, so does its emulator.
    if (process.env.CMS_EMULATOR_FOLLOWS_STDIN) process.stdin.resume().once('close', () => resolve());
  });
  const ready = {
    ready: true,
    control: control.url,
    credentials: cluster.credentials,
    nodes: cluster.nodes.map((node) => ({
      name: node.name,
      api: node.endpoints.api,
      mmp: node.endpoints.mmp,
      webApp: node.endpoints.webApp,
      c2w: c2wUrlOf(node),
      scheduler: node.endpoints.scheduler,
    })),
    tms: tms?.url ?? null,
  };
  if (options.targetFile) writeTargetFile(options.targetFile, cluster, tms, control.url);
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  await stopped;
  await control.close();
  await stopAll();
  return 0;
}

function pick<T extends Replacement>(kind: 'defect' | 'variant', known: readonly T[], ids: readonly string[]): T[] {
  return ids.map((id) => {
    const found = known.find((candidate) => candidate.id === id);
    if (!found) {
      const near = known
        .map((candidate) => candidate.id)
        .filter((other) => other.includes(id) || other.startsWith(id.slice(0, 4)));
      const hint =
        near.length > 0 ? `did you mean ${near.slice(0, 3).join(' or ')}?` : `\`npm run requirements\` lists them.`;
      throw new UsageError(`Unknown ${kind} "${id}": ${hint}`);
    }
    return found;
  });
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_000)
    throw new InvalidArgumentError('a port is a number from 1 to 65000.');
  return port;
}
