import { randomBytes } from 'node:crypto';
import type { EmulatedNode } from '../kernel/node.ts';

/** Tokens that a Call Bridge remembers at most; the oldest make room. */
const maximum = 1000;
const given = new WeakMap<EmulatedNode, Map<string, number>>();

/** A fresh token for the events of this node. It dies with the process. */
export function freshToken(node: EmulatedNode): string {
  const tokens = given.get(node) ?? new Map<string, number>();
  given.set(node, tokens);
  const token = randomBytes(24).toString('base64url');
  tokens.set(token, node.cluster.clock.now().getTime());
  for (const oldest of tokens.keys()) {
    if (tokens.size <= maximum) break;
    tokens.delete(oldest);
  }
  return token;
}

/** Whether this token opens a connection. */
export function isAdmitted(node: EmulatedNode, token: string): boolean {
  const since = given.get(node)?.get(token);
  const age = since === undefined ? null : node.cluster.clock.now().getTime() - since;
  return node.cluster.policies['events.admits'](age);
}
