import type { Platform, Role, Version } from '../protocol/platform.ts';
import type { AccountRole } from './kernel/accounts.ts';
import { Activities } from './kernel/activities.ts';
import { Clock } from './kernel/clock.ts';
import { buildNode as buildClusterNode, emptyLive, noCounters } from './kernel/cluster.ts';
import type { EmulatedNode } from './kernel/node.ts';
import { Links } from './kernel/peer-links.ts';
import { Store } from './kernel/store.ts';
import { completeNode } from './kernel/topology.ts';
import type { Answer } from './mmp/command.ts';
import { execute } from './mmp/execute.ts';
import { type Policies, policiesWith, type Replacement } from './policies/index.ts';

/** A node's administrator in tests. */
export const testCredentials = { username: 'admin', password: 'conform-1' };

/** A node for the emulator's own tests, with the cluster's mutable parts at hand. */
export interface TestNode extends EmulatedNode {
  readonly cluster: EmulatedNode['cluster'] & { clock: Clock; store: Store; policies: Policies };
}

/**
 * Builds a standalone node in memory, without any listener: defaults are a virtualized 3.5 with all roles and the
 * account `testCredentials`. `replacements` are defects or variants. `reboot()` only renews the live state; what stands
 * in `closers` is the test's to stop.
 */
export function buildNode(
  options: {
    name?: string;
    platform?: Platform;
    version?: Version;
    softwareVersion?: string;
    roles?: readonly Role[];
    replacements?: readonly Replacement[];
    clock?: Clock;
  } = {},
): TestNode {
  const name = options.name ?? 'cms1';
  const version = options.version ?? '3.5';
  const clock = options.clock ?? new Clock();
  const nodes: EmulatedNode[] = [];
  const cluster = {
    clock,
    store: new Store(null),
    policies: policiesWith(options.replacements ?? []),
    nodes,
    activities: new Activities(),
    links: new Links(),
  };
  const description = completeNode(
    {
      name,
      softwareVersion: options.softwareVersion,
      roles: [...(options.roles ?? ['callBridge', 'webBridge', 'scheduler'])],
    },
    { platform: options.platform ?? 'virtualized', version },
  );
  const node = Object.assign(buildClusterNode(cluster, description, null), { cluster });
  node.reboot = () => {
    node.live = emptyLive(noCounters);
    node.bootedAt = clock.now();
    return Promise.resolve();
  };
  nodes.push(node);
  node.accounts.put(testCredentials.username, 'admin', testCredentials.password, false);
  return node;
}

/** Runs one MMP command on a node as a logged-in user, without SSH around it. `typed` answers its hidden prompts. */
export async function runCommand(
  node: EmulatedNode,
  line: string,
  options: { role?: AccountRole; interactive?: boolean; typed?: readonly string[] } = {},
): Promise<Answer> {
  const typed = [...(options.typed ?? [])];
  const session = {
    username: testCredentials.username,
    role: options.role ?? 'admin',
    from: '192.0.2.7:50000',
    close() {},
  };
  const printed: string[] = [];
  const deferred: (() => void)[] = [];
  const answer = await execute(
    {
      node,
      session,
      sessions: new Set([session]),
      interactive: options.interactive ?? false,
      signal: new AbortController().signal,
      askHidden: () => Promise.resolve(typed.shift() ?? null),
      write: (text) => printed.push(text),
      afterwards: (work) => deferred.push(work),
    },
    line,
  );
  for (const work of deferred) work();
  return { lines: [...printed, ...answer.lines], ok: answer.ok };
}
