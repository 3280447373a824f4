import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { TargetUnavailable } from '../../protocol/exchange.ts';
import { type EmulatorOptions, emulatorArguments } from '../emulator.ts';
import { lives } from '../owner.ts';
import type { Target } from '../target.ts';
import { holdsRun, type Labels, labelsOf, removeCluster, removeLeftovers, removeRun } from './cleanup.ts';
import { ContainerBench } from './driver.ts';
import { ContainersUnavailable, connectEngine, type Engine } from './engine.ts';
import { provideImage } from './image.ts';
import { type NodeOptions, startNode, startTms, topologyPath } from './node.ts';

/** A cluster of containers, everything that it needs being in the engine. */
export interface ContainerOptions {
  image: string;
  /** Names of the topology's nodes, in its order. */
  nodes: string[];
  emulator: EmulatorOptions;
  /** Identity of the process on whose behalf they run (`processIdentity`). */
  owner: string;
}

/** Removes what dead runners left, and provides the image. Throws ContainersUnavailable. */
export async function prepareContainers(): Promise<string> {
  await removeLeftovers(await connectEngine());
  return provideImage();
}

/** Removes everything of a run that may be left. */
export async function sweepRun(run: string): Promise<void> {
  await removeRun(await connectEngine(), run);
}

/**
 * Starts one container for each node and resolves when all are ready. Everything is gone after `close()`; when the owner dies
 * first, this process removes it. Throws TargetUnavailable.
 */
export async function startContainers(run: string, options: ContainerOptions): Promise<Target> {
  if (!lives(options.owner)) throw new TargetUnavailable('The run that this belongs to has ended.');
  const engine = await connectEngine().catch((error: unknown) => {
    throw error instanceof ContainersUnavailable ? new TargetUnavailable(error.message) : error;
  });
  const cluster = randomBytes(6).toString('hex');
  const name = `cms-conformance-${cluster}`;
  const labels = labelsOf(run, options.owner, cluster);
  const starting = startAll(engine, name, labels, options);
  const unwatch = watchOwner(options.owner, async () => {
    // what is under way would come up after it was looked for
    await starting.catch(() => {});
    await removeCluster(engine, cluster);
    // the end of the test run takes the other test processes with it: they tidy up first
    for (let wait = 0; wait < 40 && (await holdsRun(engine, run)); wait += 1) await pause(250);
  });
  const close = async () => {
    unwatch();
    await removeCluster(engine, cluster);
  };
  try {
    return { kind: 'container', ...(await starting), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startAll(
  engine: Engine,
  name: string,
  labels: Labels,
  options: ContainerOptions,
): Promise<Pick<Target, 'nodes' | 'tms' | 'harness' | 'bench'>> {
  const { emulator } = options;
  const common = { image: options.image, labels, password: randomBytes(12).toString('base64url') };
  const start = (own: Pick<NodeOptions, 'name' | 'index' | 'args' | 'topology' | 'cluster'>) =>
    startNode(engine, { ...common, ...own, token: randomBytes(16).toString('hex') });
  const topology = emulator.topology && existsSync(emulator.topology) ? readFileSync(emulator.topology, 'utf8') : null;
  const args = emulatorArguments({ ...emulator, ...(topology === null ? {} : { topology: topologyPath }) });
  const replacing = emulatorArguments({ defects: emulator.defects ?? [], variants: emulator.variants ?? [] });
  await provideNetwork(engine, name, labels);
  const shared = { args, topology, cluster: { network: name, volume: name } };
  const starts = options.nodes.map((node, index) => start({ name: node, index, ...shared }));
  const tmsStart = startTms({
    ...common,
    ...shared,
    index: options.nodes.length,
    token: randomBytes(16).toString('hex'),
  });
  // all of them have an end before what one of them threw is thrown: nothing comes up later
  await Promise.allSettled([...starts, tmsStart]);
  const containers = await Promise.all(starts);
  const { tms, control } = await tmsStart;
  const bench = new ContainerBench({
    engine,
    network: name,
    containers,
    tms: control,
    // a container of its own, too: nothing that is done to the cluster's containers touches it
    startAlone: (alone, wanted) => {
      const text = JSON.stringify({ nodes: [{ name: alone, ...wanted }] });
      return start({
        name: alone,
        index: 0,
        args: ['--topology', topologyPath, ...replacing],
        topology: text,
        cluster: null,
      });
    },
  });
  const address = containers[0]?.harness;
  return {
    nodes: containers.map(({ node }) => node),
    tms: { booking: tms, console: tms },
    ...(address ? { harness: { address } } : {}),
    bench,
  };
}

/** The cluster's own network, without a way out, and the volume of its database. */
async function provideNetwork(engine: Engine, name: string, labels: Labels): Promise<void> {
  await engine.network.create({ Name: name, Labels: { ...labels }, Internal: true, CheckDuplicate: true });
  await engine.container.dockerode.createVolume({ Name: name, Labels: { ...labels } });
}

/** When the owner dies, tidies up and stops the test run that this process belongs to. The returned function ends the watch. */
function watchOwner(owner: string, tidy: () => Promise<void>): () => void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (lives(owner)) return;
    clearInterval(timer);
    tidy()
      .catch(() => {})
      .finally(() => process.ppid === parent && parent > 1 && process.kill(parent, 'SIGINT'));
  }, 500);
  timer.unref();
  return () => clearInterval(timer);
}
