import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { EmulatedNode } from '../kernel/node.ts';

const name = 'loopback';
const secrets = new WeakMap<EmulatedNode, string>();

/**
 * The `Authorization` of a node's own services towards its API: nothing has to be set up for them (document 217367), so they
 * have no account. It ends with the process.
 */
export function loopbackAuthorization(node: EmulatedNode): string {
  const secret = secrets.get(node) ?? randomBytes(24).toString('base64url');
  secrets.set(node, secret);
  return `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`;
}

/** Whether a request comes from a service of the node itself. */
export function isLoopback(node: EmulatedNode, authorization: string | undefined): boolean {
  if (!secrets.has(node) || authorization === undefined) return false;
  const [expected, given] = [Buffer.from(loopbackAuthorization(node)), Buffer.from(authorization)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}
