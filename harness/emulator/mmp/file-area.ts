import type { EmulatedNode } from '../kernel/node.ts';
import { hostnameOf } from './boot.ts';
import { schedulerSettings } from './scheduler-state.ts';

/** A file of the area; virtual ones are made when they are read. */
export interface StoredFile {
  size: number;
  modified: Date;
  /** Permission bits. */
  mode: number;
  content(): Buffer;
}

const virtualFiles: Readonly<Record<string, (node: EmulatedNode) => Buffer>> = {
  log: (node) =>
    Buffer.from(
      node.log
        .since(0)
        .lines.map((line) => `${line}\n`)
        .join(''),
    ),
  'live.json': (node) => Buffer.from(`${JSON.stringify(runningConfiguration(node), null, 2)}\n`),
};

/** `log` and `live.json` are the server's own (documents 221573, 214745). */
export function isVirtual(name: string): boolean {
  return Object.hasOwn(virtualFiles, name);
}

/** Every name in the file area. */
export function fileNames(node: EmulatedNode): string[] {
  return [...Object.keys(virtualFiles), ...node.files.names()].sort();
}

export function readFile(node: EmulatedNode, name: string): StoredFile | undefined {
  const make = isVirtual(name) ? virtualFiles[name] : undefined;
  if (make) {
    const content = make(node);
    return { size: content.length, modified: node.cluster.clock.now(), mode: 0o400, content: () => content };
  }
  const stored = node.files.read(name);
  if (!stored) return undefined;
  return { size: stored.content.length, modified: stored.modified, mode: 0o600, content: () => stored.content };
}

/** Why a file can't have that name, or null. */
export function fileProblem(name: string): string | null {
  // a name is printed by `pki list` one a line, so it must be printable
  if (/\p{Cc}/u.test(name)) return 'Invalid file name';
  return Buffer.byteLength(name) > 255 ? 'File name too long' : null;
}

/** The running configuration; its form is not documented, and secrets stay out of it. */
function runningConfiguration(node: EmulatedNode): unknown {
  const { emailPassword: _secret, ...scheduler } = schedulerSettings(node);
  return {
    hostname: hostnameOf(node),
    platform: node.platform,
    version: node.softwareVersion,
    interfaces: { a: 'eth4', b: 'eth3', c: 'eth2', d: 'eth1' },
    scheduler,
    webbridge3: node.settings.get('webbridge3') ?? null,
    callbridge: node.settings.get('callbridge') ?? null,
    webadmin: node.settings.get('webadmin') ?? null,
  };
}
