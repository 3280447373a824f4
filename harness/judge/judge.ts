/** One difference between what a requirement states and what the target did. */
export interface Finding {
  expected: string;
  observed: string;
  /** Where in the observation, e.g. `line 3`, `GET /api/v1/calls`. */
  where?: string;
}

/**
 * A named pure rule. An observation is plain JSON data, so that a stored one can be judged again offline:
 * the same rule on the same observation always gives the same findings. No finding means: conforms.
 */
export interface Judge<Observation> {
  readonly name: string;
  (observation: Observation): Finding[];
}

const names = new Set<string>();

/** Registers a rule under a permanent name, e.g. `scheduler.listing.keys`. */
export function defineJudge<Observation>(
  name: string,
  rule: (observation: Observation) => Finding[],
): Judge<Observation> {
  if (names.has(name)) throw new Error(`two judges are named "${name}"`);
  const judge = Object.defineProperty((observation: Observation) => rule(observation), 'name', { value: name });
  names.add(name);
  return judge as Judge<Observation>;
}
