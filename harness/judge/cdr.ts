import type { CdrPost, CdrRecord } from '../protocol/cdr.ts';
import { defineJudge, type Finding } from './judge.ts';

/** Rules about CDR receivers and the records that are pushed to them. */

/** What was answered to a write. */
export interface ReceiverAnswer {
  request: string;
  status: number;
  /** Names of the failure reasons. */
  reasons: string[];
}

/** The receivers as one bridge lists them. */
export interface ReceiverList {
  request: string;
  status: number;
  /** The attribute of that name. */
  maximum: string | null;
  receivers: { id: string; uri: string }[];
}

/** Type of the alarm for a receiver that can't be reached (call-bridge-api 17.2). */
export const receiverAlarm = 'cdrConnectionFailure';

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

// --- receivers (17.2) ---

/** The list has this receiver, with this address unless that is null (call-bridge-api 17.2). */
export const receiverIsListed = defineJudge<{ id: string; uri: string | null; list: ReceiverList }>(
  'cdr.receiver.isListed',
  ({ id, uri, list }) => {
    const receiver = list.receivers.find((candidate) => candidate.id === id);
    if (!receiver) return [{ where: list.request, expected: `a receiver ${id}`, observed: 'none' }];
    if (uri === null || receiver.uri === uri) return [];
    return [{ where: list.request, expected: `uri "${uri}" at ${id}`, observed: `"${receiver.uri}"` }];
  },
);

/** A write was accepted, and the receiver has some address (call-bridge-api 17.2: `url` is another name of `uri`). */
export const addressIsTaken = defineJudge<{ id: string; list: ReceiverList }>(
  'cdr.receiver.addressIsTaken',
  ({ id, list }) => {
    const receiver = list.receivers.find((candidate) => candidate.id === id);
    return receiver?.uri ? [] : [{ where: list.request, expected: `an address at ${id}`, observed: 'none' }];
  },
);

/** The list doesn't have these receivers (call-bridge-api 17.2). */
export const receiverIsGone = defineJudge<{ id: string; list: ReceiverList }>('cdr.receiver.isGone', ({ id, list }) => {
  const listed = list.receivers.some((receiver) => receiver.id === id);
  return [
    ...isRead(list),
    ...(listed ? [{ where: list.request, expected: `no receiver ${id}`, observed: 'it is listed' }] : []),
  ];
});

/** All of these are in the list (call-bridge-api 17.2: a bridge takes four). */
export const receiversAreTaken = defineJudge<{ answers: ReceiverAnswer[]; list: ReceiverList; ids: string[] }>(
  'cdr.receivers.areTaken',
  ({ answers, list, ids }) => [
    ...answers.flatMap(({ request, status, reasons }) =>
      status === 200 ? [] : [{ where: request, expected: 'status 200', observed: `${status} ${reasons.join(' ')}` }],
    ),
    ...ids.flatMap((id) =>
      list.receivers.some((receiver) => receiver.id === id)
        ? []
        : [{ where: list.request, expected: `a receiver ${id || 'of the write'}`, observed: 'none' }],
    ),
  ],
);

/** A write was refused for this reason, with 400 or 404 (call-bridge-api 5.1, 5.3). */
export const isRefusedFor = defineJudge<{ answer: ReceiverAnswer; reason: string }>(
  'cdr.receiver.isRefusedFor',
  ({ answer, reason }) => [
    ...([400, 404].includes(answer.status)
      ? []
      : [{ where: answer.request, expected: 'status 400 or 404', observed: String(answer.status) }]),
    ...(answer.reasons.includes(reason)
      ? []
      : [{ where: answer.request, expected: reason, observed: answer.reasons.join(' ') || 'no reason' }]),
  ],
);

/** The list tells how many receivers there can be (call-bridge-api 17.2). */
export const maximumIsTold = defineJudge<ReceiverList>('cdr.receivers.maximumIsTold', ({ request, maximum }) =>
  maximum === '4' ? [] : [{ where: request, expected: 'maximum="4"', observed: maximum ?? 'no attribute' }],
);

/** The receiver that an empty address removed came back under another id (call-bridge-api 17.2). */
export const onlyReceiverIsRenewed = defineJudge<{ first: ReceiverList; emptied: ReceiverList; second: ReceiverList }>(
  'cdr.receiver.onlyIsRenewed',
  ({ first, emptied, second }) => {
    const [before, after] = [first.receivers[0]?.id ?? '', second.receivers[0]?.id ?? ''];
    return [
      ...[first, emptied, second].flatMap(isRead),
      ...(emptied.receivers.length === 0
        ? []
        : [{ where: emptied.request, expected: 'no receiver', observed: `${emptied.receivers.length}` }]),
      ...(after !== '' && after !== before
        ? []
        : [{ where: second.request, expected: `another id than ${before}`, observed: after || 'no receiver' }]),
    ];
  },
);

/** What a list that wasn't given doesn't hold tells nothing. */
function isRead({ request, status }: ReceiverList): Finding[] {
  return status === 200 ? [] : [{ where: request, expected: 'status 200', observed: String(status) }];
}

// --- documents and records (18) ---

/** The records of a call came by POST, in documents named `records` (call-bridge-api 18). */
export const callIsRecorded = defineJudge<{ call: string; posts: CdrPost[] }>(
  'cdr.call.isRecorded',
  ({ call, posts }) => [
    ...posts.flatMap(({ method, document }, at) => [
      ...(method === 'POST' ? [] : [{ where: `request ${at + 1}`, expected: 'POST', observed: method }]),
      ...(document?.root === 'records'
        ? []
        : [{ where: `POST ${at + 1}`, expected: 'a document "records"', observed: document?.root ?? 'no XML' }]),
    ]),
    ...(['callStart', 'callEnd'] as const).flatMap((type) =>
      recordsIn(posts).some((record) => record.type === type && record.id === call)
        ? []
        : [{ expected: `a record ${type} of call ${call}`, observed: 'none' }],
    ),
  ],
);

/** Each record has its type, its time and its indices (call-bridge-api 18). */
export const recordsAreWellFormed = defineJudge<{ posts: CdrPost[] }>('cdr.records.areWellFormed', ({ posts }) =>
  distinct(posts).flatMap((record, at) => {
    const wrong = (name: string, expected: string, observed: string | null): Finding => ({
      where: `record ${at + 1}`,
      expected: `${name} ${expected}`,
      observed: observed ?? 'none',
    });
    return [
      ...(/^\w+$/.test(record.type) ? [] : [wrong('type', 'a name', record.type)]),
      ...(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(record.time ?? '')
        ? []
        : [wrong('time', 'RFC 3339 in UTC', record.time)]),
      ...(['recordIndex', 'correlatorIndex'] as const).flatMap((name) =>
        /^\d+$/.test(record[name] ?? '') ? [] : [wrong(name, 'a number', record[name])],
      ),
    ];
  }),
);

/** Each document names its session by a GUID (call-bridge-api 18). */
export const sessionIsGuid = defineJudge<{ posts: CdrPost[] }>('cdr.session.isGuid', ({ posts }) =>
  posts.flatMap(({ document }, at) =>
    guid.test(document?.session ?? '')
      ? []
      : [{ where: `POST ${at + 1}`, expected: 'session="GUID"', observed: document?.session ?? 'none' }],
  ),
);

/** Each document of a clustered bridge names that bridge (call-bridge-api 18). */
export const bridgeIsNamed = defineJudge<{ callBridge: string; posts: CdrPost[] }>(
  'cdr.callBridge.isNamed',
  ({ callBridge, posts }) =>
    posts.flatMap(({ document }, at) =>
      document?.callBridge === callBridge
        ? []
        : [
            {
              where: `POST ${at + 1}`,
              expected: `callBridge="${callBridge}"`,
              observed: document?.callBridge ?? 'none',
            },
          ],
    ),
);

/** A receiver with an https address got the record that another one got (call-bridge-api 18). */
export const secureReceiverIsServed = defineJudge<{ call: string; posts: CdrPost[] }>(
  'cdr.https.isServed',
  ({ call, posts }) => {
    const came = posts.some(({ secured, document }) => secured && document?.records.some(({ id }) => id === call));
    return came ? [] : [{ expected: `a record of call ${call} over TLS`, observed: 'none' }];
  },
);

/** Documents came on a connection that was there already (call-bridge-api 18). */
export const postsShareConnection = defineJudge<{ posts: CdrPost[] }>('cdr.posts.shareConnection', ({ posts }) => {
  const connections = new Set(posts.map(({ connection }) => connection)).size;
  return connections < posts.length
    ? []
    : [{ expected: `fewer connections than the ${posts.length} POSTs`, observed: String(connections) }];
});

// --- numbers (18) ---

/** The first record for a new receiver has recordIndex 1 (call-bridge-api 18). */
export const recordIndexBegins = defineJudge<{ posts: CdrPost[] }>('cdr.recordIndex.begins', ({ posts }) => {
  const [first] = numbers(posts, 'recordIndex');
  return first === 1 ? [] : [{ expected: 'recordIndex 1 first', observed: String(first ?? 'no record') }];
});

/** recordIndex counts without a gap (call-bridge-api 18). */
export const recordIndexIsGapless = defineJudge<{ posts: CdrPost[] }>('cdr.recordIndex.isGapless', ({ posts }) =>
  gaps('recordIndex', numbers(posts, 'recordIndex')),
);

/** correlatorIndex counts by one with every record (call-bridge-api 18). */
export const correlatorIndexIsGapless = defineJudge<{ posts: CdrPost[] }>(
  'cdr.correlatorIndex.isGapless',
  ({ posts }) => gaps('correlatorIndex', numbers(posts, 'correlatorIndex')),
);

/** Receivers are told of the same records under the same correlatorIndex (call-bridge-api 18). */
export const correlatorIndexIsShared = defineJudge<{ call: string; receivers: CdrPost[][] }>(
  'cdr.correlatorIndex.isShared',
  ({ call, receivers }) => {
    const told = receivers.map((posts) =>
      distinct(posts)
        .filter(({ id }) => id === call)
        .map(({ type, correlatorIndex }) => `${type} ${correlatorIndex}`)
        .join(', '),
    );
    if (!/^\w+ \d+/.test(told[0] ?? ''))
      return [{ where: 'receiver 1', expected: `records of call ${call} with an index`, observed: told[0] || 'none' }];
    return told
      .slice(1)
      .flatMap((other, at) =>
        other === told[0]
          ? []
          : [{ where: `receiver ${at + 2}`, expected: told[0] ?? '', observed: other || 'no record' }],
      );
  },
);

/**
 * The record that came after the status was read has the index that the status told (call-bridge-api 17.1). That is the call's first
 * one, unless others were recorded in between: then the receiver, which was there already, got all of those from that index on.
 */
export const statusTellsNextIndex = defineJudge<{ told: string; call: string; posts: CdrPost[] }>(
  'cdr.status.tellsNextIndex',
  ({ told, call, posts }) => {
    const record = distinct(posts).find(({ type, id }) => type === 'callStart' && id === call);
    const [first, own] = [told === '' ? Number.NaN : Number(told), Number(record?.correlatorIndex ?? Number.NaN)];
    const came = new Set(numbers(posts, 'correlatorIndex'));
    const between = Array.from({ length: Math.max(0, own - first) || 0 }, (_, at) => first + at);
    return first <= own && between.every((index) => came.has(index))
      ? []
      : [
          {
            expected: `correlatorIndex ${told || 'of the status'}`,
            observed: record?.correlatorIndex ?? 'no callStart',
          },
        ];
  },
);

/** All documents to all receivers name one session (call-bridge-api 18). */
export const sessionIsShared = defineJudge<{ receivers: CdrPost[][] }>('cdr.session.isShared', ({ receivers }) => {
  const sessions = [...new Set(receivers.flat().map(({ document }) => document?.session ?? 'none'))];
  return sessions.length === 1 && sessions[0] !== 'none'
    ? []
    : [{ expected: 'one session', observed: sessions.join(', ') || 'no document' }];
});

/** After a restart there is another session: that of a call after it isn't that of one before it (call-bridge-api 18). */
export const sessionIsRenewed = defineJudge<{ before: string; after: string; posts: CdrPost[] }>(
  'cdr.session.isRenewed',
  ({ before, after, posts }) => {
    const [earlier, later] = [sessionOf(posts, before), sessionOf(posts, after)];
    return earlier !== null && later !== null && earlier !== later
      ? []
      : [{ expected: `another session than ${earlier ?? 'none'}`, observed: later ?? 'none' }];
  },
);

/** The first record of the session in which a call was recorded has correlatorIndex 0 (call-bridge-api 18). */
export const correlatorIndexBegins = defineJudge<{ call: string; posts: CdrPost[] }>(
  'cdr.correlatorIndex.begins',
  ({ call, posts }) => {
    const session = sessionOf(posts, call);
    const own = posts.filter(({ document }) => session !== null && document?.session === session);
    const [first] = numbers(own, 'correlatorIndex');
    return first === 0 ? [] : [{ expected: 'correlatorIndex 0 first', observed: String(first ?? 'no record') }];
  },
);

// --- acknowledgement (18) ---

/** The records of the first POST, which wasn't acknowledged, were sent again (call-bridge-api 18). */
export const unacknowledgedIsRepeated = defineJudge<{ posts: CdrPost[] }>(
  'cdr.unacknowledged.isRepeated',
  ({ posts }) =>
    recordsIn(posts.slice(0, 1)).length === 0
      ? [{ where: 'POST 1', expected: 'records', observed: 'none' }]
      : lost(posts).map(({ record }) => ({ expected: `${record} again`, observed: 'never again' })),
);

/** The records of the first POST, which wasn't acknowledged, were sent again with the same recordIndex (call-bridge-api 18). */
export const repeatedIsTheSame = defineJudge<{ posts: CdrPost[] }>('cdr.repeated.isTheSame', ({ posts }) => {
  const later = recordsIn(posts.slice(1));
  const sent = recordsIn(posts.slice(0, 1));
  if (sent.length === 0) return [{ where: 'POST 1', expected: 'records', observed: 'none' }];
  return sent.flatMap((record) => {
    const again = later.filter(({ type, id }) => type === record.type && id === record.id);
    if (record.recordIndex !== null && again.some(({ recordIndex }) => recordIndex === record.recordIndex)) return [];
    const observed = again.map(({ recordIndex }) => recordIndex ?? 'none').join(', ') || 'never again';
    return [{ where: named(record), expected: `again with recordIndex ${record.recordIndex}`, observed }];
  });
});

/** No record was sent again that had been acknowledged (call-bridge-api 18). */
export const acknowledgedIsForgotten = defineJudge<{ posts: CdrPost[] }>(
  'cdr.acknowledged.isForgotten',
  ({ posts }) => {
    const acknowledged = new Set<string>();
    return posts.flatMap(({ answer, document }) =>
      (document?.records ?? []).flatMap((record) => {
        const key = `${document?.session} ${identityOf(record)}`;
        const again = acknowledged.has(key);
        if (answer === 200) acknowledged.add(key);
        return again ? [{ where: named(record), expected: 'it came once', observed: 'again after its 200' }] : [];
      }),
    );
  },
);

/** All these records came, of calls that went on while the receiver was away (call-bridge-api 18). */
export const nothingIsLost = defineJudge<{ calls: string[]; posts: CdrPost[] }>(
  'cdr.away.nothingIsLost',
  ({ calls, posts }) => {
    const came = recordsIn(posts.filter(({ answer }) => answer === 200));
    return calls.flatMap((call) =>
      ['callStart', 'callEnd'].flatMap((type) =>
        came.some((record) => record.type === type && record.id === call)
          ? []
          : [{ expected: `${type} of call ${call}`, observed: 'never came' }],
      ),
    );
  },
);

/** Records came in the order of their indices, none before one that was still to be acknowledged (call-bridge-api 18). */
export const orderIsKept = defineJudge<{ posts: CdrPost[] }>('cdr.order.isKept', ({ posts }) => {
  const order = distinct(posts).map(({ correlatorIndex }) => Number(correlatorIndex));
  const at = order.findIndex((index, place) => place > 0 && index < (order[place - 1] ?? 0));
  return at < 0 ? [] : [{ expected: 'ascending correlatorIndex', observed: order.join(' ') }];
});

// --- alarm and log (17.2, 18) ---

export interface Alarms {
  before: { id: string; type: string }[];
  now: { id: string; type: string }[];
}

/** An alarm of this kind has come up since (call-bridge-api 18). */
export const alarmIsRaised = defineJudge<Alarms>('cdr.alarm.isRaised', (alarms) =>
  fresh(alarms).length > 0
    ? []
    : [{ expected: `an alarm ${receiverAlarm}`, observed: 'none that was not there before' }],
);

/**
 * None has come up for a receiver (call-bridge-api 18). Alarms name no receiver: its own is one that ended when the bridge was told of
 * it no more, and those that were still there then, `without` it, are of others.
 */
export const alarmIsAbsent = defineJudge<Alarms & { without: Alarms['now'] }>(
  'cdr.alarm.isAbsent',
  ({ without, ...alarms }) =>
    fresh(alarms)
      .filter(({ id }) => !without.some((other) => other.id === id))
      .map(({ id }) => ({ expected: `no new alarm ${receiverAlarm}`, observed: `alarm ${id}` })),
);

/** Alarms of the type that were not there before. */
export function fresh({ before, now }: Alarms): { id: string; type: string }[] {
  return now.filter(({ id, type }) => type === receiverAlarm && !before.some((known) => known.id === id));
}

/** The log has such a line (call-bridge-api 18). */
export const logSays = defineJudge<{ pattern: string; lines: string[] }>('cdr.log.says', ({ pattern, lines }) =>
  lines.some((line) => new RegExp(pattern).test(line))
    ? []
    : [{ expected: `a line like /${pattern}/`, observed: `none in ${lines.length} lines` }],
);

// --- reading ---

/** Every record of these POSTs, in the order in which they came, repetitions too. */
export function recordsIn(posts: readonly CdrPost[]): CdrRecord[] {
  return posts.flatMap(({ document }) => document?.records ?? []);
}

/**
 * The records without repetitions. A receiver may know those by session and recordIndex alone; here what else tells one record from
 * another counts too, so that a bridge that gives two of them one index isn't taken at its word.
 */
export function distinct(posts: readonly CdrPost[]): CdrRecord[] {
  const seen = new Set<string>();
  return posts.flatMap(({ document }) =>
    (document?.records ?? []).filter((record) => {
      const key = `${document?.session} ${record.recordIndex} ${identityOf(record)}`;
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    }),
  );
}

/** What stays of a record however often it is sent: there is one start and one end of each call and leg. */
function identityOf({ type, id, correlatorIndex }: CdrRecord): string {
  return /(Start|End)$/.test(type) ? `${type} ${id}` : `${type} ${id} ${correlatorIndex}`;
}

/** The session that a call was recorded in; null where it is unknown. */
function sessionOf(posts: readonly CdrPost[], call: string): string | null {
  return posts.find(({ document }) => document?.records.some(({ id }) => id === call))?.document?.session ?? null;
}

function numbers(posts: readonly CdrPost[], name: 'recordIndex' | 'correlatorIndex'): number[] {
  return distinct(posts)
    .map((record) => Number(record[name] ?? Number.NaN))
    .sort((one, other) => one - other);
}

function gaps(name: string, indices: readonly number[]): Finding[] {
  const broken = indices.some((index, at) => at > 0 && index !== (indices[at - 1] ?? 0) + 1);
  return broken ? [{ expected: `${name} without a gap`, observed: indices.join(' ') }] : [];
}

/** What the first POST held and no later one holds. */
function lost(posts: readonly CdrPost[]): { record: string }[] {
  const [first, ...rest] = posts;
  const later = new Set(recordsIn(rest).map(({ correlatorIndex }) => correlatorIndex));
  return (first?.document?.records ?? [])
    .filter(({ correlatorIndex }) => !later.has(correlatorIndex))
    .map((record) => ({ record: named(record) }));
}

const named = ({ type, id, correlatorIndex }: CdrRecord) => `${type} ${id} (correlatorIndex ${correlatorIndex})`;
