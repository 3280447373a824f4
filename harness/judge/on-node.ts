import type { Finding } from './judge.ts';

/** What was expected of one node's answer, and what came. */
export function findingOn(
  { node, request }: { node: string; request: string },
  expected: string,
  observed: string | number,
): Finding {
  return { where: `${node}, ${request}`, expected, observed: String(observed) };
}
