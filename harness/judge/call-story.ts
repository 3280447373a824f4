import type { CdrPost, CdrRecord } from '../protocol/cdr.ts';
import { distinct } from './cdr.ts';
import { defineJudge, type Finding } from './judge.ts';

/** Rules about what records say of one call and its legs, and whether API, records and log tell the same. */

/** A call or a leg as the API has it. */
export interface ObjectOfApi {
  id: string;
  fields: Record<string, string>;
}

interface LegStory {
  remoteParty: string;
  posts: CdrPost[];
}

/** A call has one callStart and one callEnd, in this order, and the records of its legs between them (call-bridge-api 19). */
export const callIsWhole = defineJudge<{ call: string; posts: CdrPost[] }>('cdr.call.isWhole', ({ call, posts }) => {
  const all = inOrder(posts);
  const legs = new Set(all.filter(({ fields }) => fields.call === call).map(({ id }) => id));
  const types = all.filter(({ id }) => id === call || legs.has(id)).map(({ type }) => type);
  const inside = types.slice(1, -1).filter((type) => type === 'callStart' || type === 'callEnd');
  return types[0] === 'callStart' && types.at(-1) === 'callEnd' && inside.length === 0
    ? []
    : [{ expected: 'callStart, records of legs, callEnd', observed: types.join(', ') || 'no record' }];
});

/** Each leg of a call begins once and ends once, in this order (call-bridge-api 19). */
export const legsAreWhole = defineJudge<{ call: string; posts: CdrPost[] }>('cdr.legs.areWhole', ({ call, posts }) => {
  const all = inOrder(posts);
  const legs = [...new Set(all.filter(({ fields }) => fields.call === call).map(({ id }) => id))];
  const findings = legs.flatMap((leg) => {
    const types = all.filter(({ id }) => id === leg).map(({ type }) => type);
    const ends = types.filter((type) => type !== 'callLegUpdate').join(', ');
    return ends === 'callLegStart, callLegEnd' && types[0] === 'callLegStart' && types.at(-1) === 'callLegEnd'
      ? []
      : [{ where: `leg ${leg}`, expected: 'callLegStart ... callLegEnd', observed: types.join(', ') }];
  });
  return legs.length > 0 ? findings : [{ expected: `records of the legs of call ${call}`, observed: 'none' }];
});

/** callLegStart says whom the bridge called, and that it did (call-bridge-api 19). */
export const legStartIsTrue = defineJudge<LegStory>('cdr.legStart.isTrue', ({ remoteParty, posts }) => {
  const start = startOf({ remoteParty, posts });
  if (!start) return [{ expected: `a callLegStart with remoteParty ${remoteParty}`, observed: 'none' }];
  return [...differs(start, 'direction', 'outgoing'), ...differs(start, 'type', 'sip')];
});

/** callLegStart or a callLegUpdate says which call the leg is in (call-bridge-api 19). */
export const legNamesCall = defineJudge<LegStory & { call: string }>('cdr.leg.namesCall', ({ call, ...story }) => {
  const named = storyOf(story).find(({ fields }) => fields.call !== undefined);
  return named?.fields.call === call
    ? []
    : [{ expected: `call ${call}`, observed: named?.fields.call ?? 'no record of the leg names one' }];
});

/** A callLegUpdate says that the leg is connected (call-bridge-api 19). */
export const connectionIsTold = defineJudge<LegStory>('cdr.leg.connectionIsTold', (story) => {
  const states = storyOf(story).flatMap(({ type, fields }) => (type === 'callLegUpdate' ? [fields.state ?? ''] : []));
  return states.includes('connected')
    ? []
    : [{ expected: 'a callLegUpdate with state connected', observed: states.join(', ') || 'no callLegUpdate' }];
});

/** callLegEnd says that the remote party hung up (call-bridge-api 20). */
export const remoteTeardownIsTold = defineJudge<LegStory>('cdr.leg.remoteTeardownIsTold', (story) => {
  const end = endOf(story);
  return end ? [...differs(end, 'reason', 'remoteTeardown'), ...differs(end, 'remoteTeardown', 'true')] : noEnd(story);
});

/** callLegEnd doesn't say that the remote party hung up (call-bridge-api 20). */
export const remoteTeardownIsNotTold = defineJudge<LegStory>('cdr.leg.remoteTeardownIsNotTold', (story) => {
  const end = endOf(story);
  if (!end) return noEnd(story);
  const { reason = '', remoteTeardown = 'false' } = end.fields;
  return reason !== 'remoteTeardown' && remoteTeardown !== 'true'
    ? []
    : [{ expected: 'another reason than remoteTeardown', observed: `${reason}, remoteTeardown ${remoteTeardown}` }];
});

/** callLegEnd gives the seconds that the leg was connected (call-bridge-api 19). */
export const legDurationIsTrue = defineJudge<LegStory & { atLeast: number; atMost: number }>(
  'cdr.leg.durationIsTrue',
  ({ atLeast, atMost, ...story }) => {
    const end = endOf(story);
    return end ? isWithin(end, 'durationSeconds', { atLeast, atMost }) : noEnd(story);
  },
);

/** callEnd counts the legs of the call (call-bridge-api 19). */
export const legsAreCounted = defineJudge<{ call: string; completed: number; maxActive: number; posts: CdrPost[] }>(
  'cdr.callEnd.legsAreCounted',
  ({ call, completed, maxActive, posts }) => {
    const end = ofCall(posts, 'callEnd', call);
    if (!end) return [{ expected: `callEnd of ${call}`, observed: 'none' }];
    return [
      ...differs(end, 'callLegsCompleted', String(completed)),
      ...differs(end, 'callLegsMaxActive', String(maxActive)),
    ];
  },
);

/** callStart names call and correlator as the API does (call-bridge-api 11.2, 19). */
export const callStartAgrees = defineJudge<{ api: ObjectOfApi; posts: CdrPost[] }>(
  'story.callStart.agrees',
  ({ api, posts }) => {
    const start = ofCall(posts, 'callStart', api.id);
    if (!start) return [{ expected: `callStart of ${api.id}`, observed: 'none' }];
    const told = ['name', 'callCorrelator', 'callType'].filter((name) => (api.fields[name] ?? '') !== '');
    if (told.length === 0) return [{ where: `call ${api.id}`, expected: 'name and callCorrelator', observed: 'none' }];
    return told.flatMap((name) => differs(start, name, api.fields[name] ?? ''));
  },
);

/** The ids of legs in records are those of the API (call-bridge-api 12.2, 19). */
export const legIdsAgree = defineJudge<{ legs: ObjectOfApi[]; posts: CdrPost[] }>(
  'story.legs.agree',
  ({ legs, posts }) =>
    legs.length === 0
      ? [{ expected: 'legs of the API', observed: 'none' }]
      : legs.flatMap(({ id, fields }) => {
          const start = startOf({ remoteParty: fields.remoteParty ?? '', posts });
          return start?.id === id
            ? []
            : [
                {
                  where: fields.remoteParty ?? '',
                  expected: `callLegStart of leg ${id}`,
                  observed: start?.id ?? 'none',
                },
              ];
        }),
);

/** callEnd gives the duration that the API gave last, and at most the seconds that went by since (call-bridge-api 11.2, 19). */
export const durationAgrees = defineJudge<{ api: ObjectOfApi; sinceSeconds: number; posts: CdrPost[] }>(
  'story.duration.agrees',
  ({ api, sinceSeconds, posts }) => {
    const end = ofCall(posts, 'callEnd', api.id);
    if (!end) return [{ expected: `callEnd of ${api.id}`, observed: 'none' }];
    const atLeast = Number(api.fields.durationSeconds || Number.NaN);
    return isWithin(end, 'durationSeconds', { atLeast, atMost: atLeast + sinceSeconds });
  },
);

/** The coSpace of callStart is the one that the log says a participant joined (call-bridge-api 19, 24.5). */
export const logAgrees = defineJudge<{ call: string; remoteParty: string; lines: string[]; posts: CdrPost[] }>(
  'story.log.agrees',
  ({ call, remoteParty, lines, posts }) => {
    const start = ofCall(posts, 'callStart', call);
    const joined = lines.map((line) => joinedLine.exec(line)).find((match) => match?.[1] === remoteParty);
    const space = joined?.[2] ?? 'no such line';
    if (!start) return [{ expected: `callStart of ${call}`, observed: 'none' }];
    return differs(start, 'coSpace', space);
  },
);

const joinedLine = /participant "([^"]+)" joined space ([0-9a-f-]{36}) /;

/** No bridge records the calls of another one (call-bridge-api 18). */
export const bridgesReportTheirOwn = defineJudge<{ bridges: { call: string; posts: CdrPost[] }[] }>(
  'story.bridges.reportTheirOwn',
  ({ bridges }) =>
    bridges.flatMap(({ call, posts }, at) => {
      const others = bridges.filter((bridge) => bridge.call !== call).map((bridge) => bridge.call);
      const sessions = new Set(
        posts.flatMap(({ document }) =>
          document?.records.some(({ id }) => id === call) ? [document.session ?? ''] : [],
        ),
      );
      return posts
        .filter(({ document }) => sessions.has(document?.session ?? ''))
        .flatMap(({ document }) => document?.records ?? [])
        .filter(({ id }) => others.includes(id))
        .map(({ type, id }) => ({
          where: `bridge ${at + 1}`,
          expected: 'its own calls only',
          observed: `${type} of ${id}`,
        }));
    }),
);

/** The records of the leg that dialled a party: those with the id of its callLegStart. */
export function storyOf({ remoteParty, posts }: LegStory): CdrRecord[] {
  const start = startOf({ remoteParty, posts });
  return start ? inOrder(posts).filter(({ id }) => id === start.id) : [];
}

function startOf({ remoteParty, posts }: LegStory): CdrRecord | undefined {
  return distinct(posts).find(({ type, fields }) => type === 'callLegStart' && fields.remoteParty === remoteParty);
}

function endOf(story: LegStory): CdrRecord | undefined {
  return storyOf(story).find(({ type }) => type === 'callLegEnd');
}

function noEnd({ remoteParty }: LegStory): Finding[] {
  return [{ expected: `a callLegEnd of the leg to ${remoteParty}`, observed: 'none' }];
}

function ofCall(posts: readonly CdrPost[], type: string, call: string): CdrRecord | undefined {
  return distinct(posts).find((record) => record.type === type && record.id === call);
}

/** By their numbers, however they came. */
function inOrder(posts: readonly CdrPost[]): CdrRecord[] {
  return distinct(posts).sort((one, other) => Number(one.correlatorIndex) - Number(other.correlatorIndex));
}

function differs({ type, fields }: CdrRecord, name: string, expected: string): Finding[] {
  return fields[name] === expected
    ? []
    : [{ where: type, expected: `${name} ${expected}`, observed: fields[name] ?? 'none' }];
}

/** Two clocks may be read on either side of a second's turn. */
const toleranceSeconds = 1;

function isWithin(
  { type, fields }: CdrRecord,
  name: string,
  { atLeast, atMost }: { atLeast: number; atMost: number },
): Finding[] {
  const told = Number(fields[name] || Number.NaN);
  return told >= atLeast - toleranceSeconds && told <= atMost + toleranceSeconds
    ? []
    : [{ where: type, expected: `${name} from ${atLeast} to ${atMost}`, observed: fields[name] ?? 'none' }];
}
