import { TargetUnavailable } from '../../protocol/exchange.ts';
import type { NodeFault } from '../../protocol/fault.ts';
import { controlCapabilities } from '../bench.ts';
import type { BenchCapability, BenchDriver, NewNode, NewUser } from '../driver.ts';
import type { TargetNode } from '../target.ts';
import type { Engine } from './engine.ts';
import { type NodeContainer, restartNode } from './node.ts';

/** A node as the bench sees it. */
interface Member {
  readonly container: NodeContainer;
  state: 'up' | 'killed' | 'paused';
  isCut: boolean;
  /** Seconds that the clock was turned while the node was paused. */
  missedSeconds: number;
  /** Lines that its log had before it lost its power. */
  linesBefore: number;
}

/** The bench of a cluster that runs one container for each node: power, links and freezing are the engine's, the rest the emulators'. */
export class ContainerBench implements BenchDriver {
  readonly capabilities: readonly BenchCapability[] = [...controlCapabilities, 'pause'];
  readonly #engine: Engine;
  readonly #network: string;
  readonly #tms: NodeContainer['control'];
  readonly #startAlone: (name: string, wanted: NewNode) => Promise<NodeContainer>;
  readonly #members = new Map<string, Member>();
  #turnedSeconds = 0;
  #added = 0;

  constructor(parts: {
    engine: Engine;
    /** The cluster's network. */
    network: string;
    containers: readonly NodeContainer[];
    /** TMS's control interface. */
    tms: NodeContainer['control'];
    startAlone: (name: string, wanted: NewNode) => Promise<NodeContainer>;
  }) {
    this.#engine = parts.engine;
    this.#network = parts.network;
    this.#tms = parts.tms;
    this.#startAlone = parts.startAlone;
    for (const container of parts.containers) this.#remember(container);
  }

  async now(): Promise<Date> {
    return await this.#anyUp().now();
  }

  /** A killed node takes the time from the cluster's database when it starts. */
  async advance(seconds: number): Promise<void> {
    this.#turnedSeconds += seconds;
    const members = [...this.#members.values()];
    for (const member of members) if (member.state === 'paused') member.missedSeconds += seconds;
    await Promise.all(
      members.filter(({ state }) => state === 'up').map(({ container }) => container.control.advance(seconds)),
    );
    // what becomes due in TMS finds the bridges at the same time already
    await this.#tms.advance(seconds);
  }

  reboot(node: string): Promise<void> {
    return this.#find(node).container.control.reboot(node);
  }

  async kill(node: string): Promise<void> {
    const member = this.#find(node);
    if (member.state === 'killed') return;
    if (member.state === 'up') member.linesBefore = (await this.log(node, 0)).next;
    const container = this.#docker(member);
    const ended = container.wait();
    await this.#ask(node, 'kill', () => container.kill({ signal: 'SIGKILL' }));
    await ended;
    member.state = 'killed';
  }

  async start(node: string): Promise<void> {
    const member = this.#find(node);
    if (member.state !== 'killed') return;
    await restartNode(this.#engine, member.container);
    member.state = 'up';
  }

  async pause(node: string): Promise<void> {
    const member = this.#find(node);
    await this.#ask(node, 'pause', () => this.#docker(member).pause());
    member.state = 'paused';
  }

  async unpause(node: string): Promise<void> {
    const member = this.#find(node);
    if (member.state !== 'paused') return;
    await this.#ask(node, 'unpause', () => this.#docker(member).unpause());
    member.state = 'up';
    if (member.missedSeconds > 0) await member.container.control.advance(member.missedSeconds);
    member.missedSeconds = 0;
  }

  async cut(node: string): Promise<void> {
    const member = this.#find(node);
    if (member.isCut) return;
    const network = this.#engine.network.getById(this.#network);
    await this.#ask(node, 'disconnect', () => network.disconnect({ Container: member.container.id, Force: true }));
    member.isCut = true;
  }

  async join(node: string): Promise<void> {
    const member = this.#find(node);
    if (!member.isCut) return;
    const network = this.#engine.network.getById(this.#network);
    // its name in the network has to be given again
    const endpoint = { Container: member.container.id, EndpointConfig: { Aliases: [node] } };
    await this.#ask(node, 'connect', () => network.connect(endpoint));
    member.isCut = false;
  }

  fault(node: string, fault: NodeFault | null): Promise<void> {
    return this.#find(node).container.control.fault(node, fault);
  }

  async addNode(wanted: NewNode): Promise<TargetNode> {
    this.#added += 1;
    const container = await this.#startAlone(`bench${this.#added}`, wanted);
    this.#remember(container);
    if (this.#turnedSeconds !== 0) await container.control.advance(this.#turnedSeconds);
    return container.node;
  }

  async removeNode(node: string): Promise<void> {
    const member = this.#find(node);
    this.#members.delete(node);
    await this.#ask(node, 'remove', () => this.#docker(member).remove({ force: true, v: true }));
  }

  async log(node: string, since: number): Promise<{ lines: string[]; next: number }> {
    const { container, linesBefore } = this.#find(node);
    const { lines, next } = await container.control.log(node, Math.max(0, since - linesBefore));
    return { lines, next: linesBefore + next };
  }

  /** Users are in the database that all nodes share. */
  async addUser(user: NewUser): Promise<string> {
    return await this.#anyUp().addUser(user);
  }

  async removeUser(id: string): Promise<void> {
    await this.#anyUp().removeUser(id);
  }

  remoteParty(node: string, callLeg: string, action: 'answer' | 'drop'): Promise<void> {
    return this.#find(node).container.control.remoteParty(node, callLeg, action);
  }

  #remember(container: NodeContainer): void {
    this.#members.set(container.node.name, { container, state: 'up', isCut: false, missedSeconds: 0, linesBefore: 0 });
  }

  #anyUp(): NodeContainer['control'] {
    const up = [...this.#members.values()].find(({ state, isCut }) => state === 'up' && !isCut);
    if (!up) throw new TargetUnavailable('No node of the cluster is up.');
    return up.container.control;
  }

  #find(node: string): Member {
    const member = this.#members.get(node);
    if (!member) throw new TargetUnavailable(`There is no container of a node "${node}".`);
    return member;
  }

  #docker({ container }: Member) {
    return this.#engine.container.getById(container.id);
  }

  async #ask(node: string, what: string, act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      throw new TargetUnavailable(
        `The Docker engine failed to ${what} the container of ${node}: ${(error as Error).message}`,
      );
    }
  }
}
