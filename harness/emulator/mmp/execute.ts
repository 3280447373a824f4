import { commandWords, matchUsage } from '../../protocol/mmp/usage.ts';
import type { EmulatedNode } from '../kernel/node.ts';
import {
  type Answer,
  Arguments,
  type CommandContext,
  type Component,
  done,
  failure,
  refusedValue,
  usageParts,
} from './command.ts';
import { components } from './commands/index.ts';

/**
 * Runs one command line: audits it, finds the usage line that it fits, validates its arguments and answers. Never throws:
 * an error of the emulator is logged and answered as a failure.
 */
export async function execute(context: CommandContext, input: string): Promise<Answer> {
  // a line end inside an exec request must not forge a second log line
  const line = input.replace(/\p{Cc}+/gu, ' ').trim();
  const words = commandWords(line);
  const [first] = words;
  if (first === undefined) return done();
  const { node, session } = context;
  const { policies } = node.cluster;
  const granted = policies['mmp.roleMay'](session.role, first === '?' ? 'help' : first);
  if (policies['mmp.audits'](line)) {
    const { username: user, from } = session;
    node.log.write('local0.info', 'cli:', policies['mmp.auditText']({ user, from, command: line, granted }));
  }
  try {
    if (first === 'help' || first === '?') return help(node, words.slice(1));
    const component = componentNamed(node, first);
    if (!component) return { lines: [policies['mmp.unknownCommand'](line)], ok: false };
    if (!granted) return failure(node, policies['mmp.refusalText']({ kind: 'permission', component: first }));
    return await runCommand(context, component, words);
  } catch (error) {
    node.log.write('user.warning', 'cli:', `command failed: ${error instanceof Error ? error.message : String(error)}`);
    return failure(node, 'internal error');
  }
}

/** The components that this node has. */
export function availableComponents(node: EmulatedNode): Component[] {
  return components.filter((component) => component.exists?.(node) ?? true);
}

/** Words that may follow `words`, for completion. */
export function completions(node: EmulatedNode, words: readonly string[]): string[] {
  const usages = availableComponents(node).flatMap((component) => usagesOf(node, component).map(usageParts));
  const names = ['help', 'exit', ...availableComponents(node).map((component) => component.name)];
  const [first] = words;
  if (first === undefined) return names.sort();
  if (first === 'help') return words.length === 1 ? names.sort() : [];
  const next = usages
    .filter((parts) => matchUsage(parts.slice(0, words.length), words) !== null)
    .flatMap((parts) => {
      const part = parts[words.length];
      if (!part) return [];
      if (part.kind === 'argument') return /file|bundle|cert|key/.test(part.name) ? node.files.names() : [];
      return part.kind === 'word' ? [part.word] : part.words;
    });
  return [...new Set(next)].sort();
}

function componentNamed(node: EmulatedNode, name: string): Component | undefined {
  return availableComponents(node).find((component) => component.name === name);
}

function usagesOf(node: EmulatedNode, component: Component) {
  return component.commands.filter((command) => command.exists?.(node) ?? true);
}

function help(node: EmulatedNode, words: readonly string[]): Answer {
  const { policies } = node.cluster;
  const [name] = words;
  if (name === undefined) {
    return done(
      policies['mmp.helpIndex'](['exit', 'help', ...availableComponents(node).map((each) => each.name)].sort()),
    );
  }
  const component = componentNamed(node, name);
  if (!component) return { lines: [policies['mmp.unknownCommand'](name)], ok: false };
  if (component.help) return done(component.help(node));
  const usage = usagesOf(node, component).filter((command) => !command.hidden);
  return done(
    policies['mmp.helpLayout'](
      component.title,
      usage.map((command) => command.usage),
    ),
  );
}

function runCommand(context: CommandContext, component: Component, words: readonly string[]): Answer | Promise<Answer> {
  const { node } = context;
  const { policies } = node.cluster;
  // `trust none` fits `trust <bundle>` too: the usage with more literal words is meant
  const fits = usagesOf(node, component)
    .flatMap((command) => {
      const fit = matchUsage(usageParts(command), words);
      return fit ? [{ command, ...fit }] : [];
    })
    .sort((a, b) => b.literal - a.literal);
  const best = fits[0];
  if (!best) return failure(node, policies['mmp.refusalText']({ kind: 'usage', component: component.name }));
  const refused = refusedValue(node, best.values);
  if (refused) return failure(node, policies['mmp.refusalText'](refused));
  return best.command.run(context, new Arguments(best.values));
}
