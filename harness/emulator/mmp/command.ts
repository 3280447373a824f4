import { type ArgumentValues, parseUsage, type UsagePart } from '../../protocol/mmp/usage.ts';
import type { AccountRole } from '../kernel/accounts.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import type { Refusal } from '../policies/mmp.ts';

/** A logged-in user's connection. */
export interface LoginSession {
  readonly username: string;
  readonly role: AccountRole;
  /** `address:port` of the client. */
  readonly from: string;
  /** Ends the connection. */
  close(): void;
}

/** What a command has around it while it runs. */
export interface CommandContext {
  readonly node: EmulatedNode;
  readonly session: LoginSession;
  /** Everybody who is logged in, this session too. */
  readonly sessions: ReadonlySet<LoginSession>;
  /** Whether a terminal is at the other end. */
  readonly interactive: boolean;
  /** Aborted when the user interrupts the command or goes away. */
  readonly signal: AbortSignal;
  /** Asks for a line without echo; null when the user interrupts or there is no more input. */
  readonly askHidden: (prompt: string) => Promise<string | null>;
  /** Prints a line before the command's answer, for commands that go on. */
  readonly write: (line: string) => void;
  /** Runs `work` once the answer has been delivered, e.g. a reboot. */
  readonly afterwards: (work: () => void) => void;
}

/** What a command prints, and whether it did what it was asked for. */
export interface Answer {
  lines: string[];
  ok: boolean;
}

/** The values of a command's arguments, already validated by their kind. */
export class Arguments {
  readonly #values: ArgumentValues;

  constructor(values: ArgumentValues) {
    this.#values = values;
  }

  /** The value of an argument that the usage line demands. */
  one(name: string): string {
    const value = this.#values[name]?.[0];
    if (value === undefined) throw new TypeError(`the usage line has no argument <${name}>`);
    return value;
  }

  optional(name: string): string | null {
    return this.#values[name]?.[0] ?? null;
  }

  all(name: string): readonly string[] {
    return this.#values[name] ?? [];
  }
}

/** A command: its usage line is its grammar. */
export interface Command {
  readonly usage: string;
  /** Accepted but not shown by `help`. */
  readonly hidden?: boolean;
  /** Whether the command exists on this node; always when absent. */
  exists?(node: EmulatedNode): boolean;
  run(context: CommandContext, args: Arguments): Answer | Promise<Answer>;
}

/** All commands that begin with one word. */
export interface Component {
  readonly name: string;
  readonly title: string;
  readonly commands: readonly Command[];
  /** Whether the component exists on this node; always when absent. */
  exists?(node: EmulatedNode): boolean;
  /** The help text where it isn't made from the usage lines. */
  help?(node: EmulatedNode): string[];
}

export type ArgumentKind = 'interface' | 'port' | 'file' | 'host' | 'listener' | 'text';

const kinds: Readonly<Record<string, ArgumentKind>> = {
  interface: 'interface',
  port: 'port',
  'interface:port': 'listener',
  'hostname|address': 'host',
  hostname: 'host',
  'key-file': 'file',
  'callbridge-key-file': 'file',
  'crt-file': 'file',
  'crt-fullchain-file': 'file',
  'cert-bundle': 'file',
  bundle: 'file',
};
const placeholders = new Set(['hostname|address']);
const parsed = new Map<string, UsagePart[]>();

/** The parts of a command's usage line. */
export function usageParts(command: Command): UsagePart[] {
  const known = parsed.get(command.usage) ?? parseUsage(command.usage, placeholders);
  parsed.set(command.usage, known);
  return known;
}

/** The first value that doesn't suit its argument's kind, as a refusal. */
export function refusedValue(node: EmulatedNode, values: ArgumentValues): Refusal | null {
  const { policies } = node.cluster;
  for (const [name, words] of Object.entries(values)) {
    const kind = kinds[name] ?? 'text';
    for (const value of words) {
      const accepted =
        kind === 'interface'
          ? policies['mmp.acceptsInterface'](value)
          : kind === 'port'
            ? policies['mmp.acceptsPort'](value)
            : kind === 'host'
              ? policies['mmp.acceptsHost'](value)
              : kind === 'listener'
                ? acceptsListener(node, value)
                : kind !== 'file' ||
                  policies['mmp.acceptsFile']({ name: value, exists: node.files.read(value) !== undefined });
      if (!accepted && kind !== 'text') return { kind, value };
    }
  }
  return null;
}

function acceptsListener(node: EmulatedNode, value: string): boolean {
  const { policies } = node.cluster;
  const [name, port, ...rest] = value.split(':');
  return rest.length === 0 && policies['mmp.acceptsInterface'](name ?? '') && policies['mmp.acceptsPort'](port ?? '');
}

/** An answer of a command that did its work. */
export function done(lines: readonly string[] = []): Answer {
  return { lines: [...lines], ok: true };
}

/** An answer of one `FAILURE` line. */
export function failure(node: EmulatedNode, text: string): Answer {
  return { lines: [node.cluster.policies['mmp.failureLine'](text)], ok: false };
}
