import { defineJudge, type Finding } from './judge.ts';

/** A space as one Call Bridge answered for it. */
export interface Sighting {
  node: string;
  /** e.g. `GET /api/v1/coSpaces/<id>`. */
  request: string;
  /** The target's time. */
  at: string;
  status: number;
  /** Name of the failure; null when there is none. */
  failure: string | null;
}

interface Seen {
  sightings: Sighting[];
}

/** The space is there, on each Call Bridge that was asked (mmp-and-scheduler 2.8). */
export const spaceExists = defineJudge<Seen>('purge.space.exists', ({ sightings }) =>
  differing(sightings, 'the space', ({ status }) => status === 200),
);

/** The space was deleted: each Call Bridge that was asked knows no such space (call-bridge-api 8, mmp-and-scheduler 2.8). */
export const spaceIsPurged = defineJudge<Seen>('purge.space.isPurged', ({ sightings }) =>
  differing(sightings, 'coSpaceDoesNotExist', ({ failure }) => failure === 'coSpaceDoesNotExist'),
);

/** A call in the space was taken: anyone may dial in for as long as it exists (web app help). */
export const spaceTakesCall = defineJudge<{ request: string; at: string; status: number; body: string }>(
  'purge.space.takesCall',
  ({ request, at, status, body }) =>
    status === 200
      ? []
      : [{ where: `${request} at ${at}`, expected: 'a call, status 200', observed: `${status} ${body}`.trim() }],
);

function differing(
  sightings: readonly Sighting[],
  expected: string,
  conforms: (sighting: Sighting) => boolean,
): Finding[] {
  if (sightings.length === 0) return [{ expected: 'an answer of a Call Bridge', observed: 'none was asked' }];
  return sightings
    .filter((sighting) => !conforms(sighting))
    .map(({ node, request, at, status, failure }) => ({
      where: `${request} on ${node} at ${at}`,
      expected,
      observed: failure ?? (status === 200 ? 'the space' : `status ${status}`),
    }));
}
