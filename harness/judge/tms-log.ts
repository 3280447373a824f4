import type { PrintedParameter } from '../protocol/trace/parameters.ts';
import { readTrace } from '../protocol/trace/read.ts';
import type { TracedRequest } from '../protocol/trace/request.ts';
import { defineJudge, type Finding } from './judge.ts';

/** Rules about what a node's system log says of the requests that a controller sent (call-bridge-api section 24). */

/** One request as the client knows it. */
export interface SentSeen {
  method: string;
  path: string;
  /** The decoded pairs of the body, in order; an empty first pair stands for a leading `&`. */
  pairs: string[] | null;
  bodySize: number;
  contentType: string | null;
  status: number;
  size: number;
  location: string | null;
}

export interface TraceSeen {
  sent: SentSeen[];
  /** Log lines since before the first request. */
  lines: string[];
}

/** Pairs each request with its record: the first unused one of that verb and path. */
function matched({ sent, lines }: TraceSeen): { request: SentSeen; record: TracedRequest | undefined }[] {
  const free = readTrace(lines).requests;
  return sent.map((request) => {
    const place = free.findIndex(({ method, path }) => method === request.method && path === request.path);
    return { request, record: place < 0 ? undefined : free.splice(place, 1)[0] };
  });
}

/** Applies a rule to every request whose record is there; that one is missing is the finding of `requestsAreTraced`. */
function forEachRecord(seen: TraceSeen, rule: (request: SentSeen, record: TracedRequest) => Finding[]): Finding[] {
  const found = matched(seen).filter((pair) => pair.record !== undefined);
  if (found.length === 0) return [{ expected: 'trace records of the requests', observed: 'none', where: 'log' }];
  return found.flatMap(({ request, record }) => (record ? rule(request, record) : []));
}

const missing = 'no such line';

function printed({ name, value, empty }: PrintedParameter): string {
  return empty ? '' : `${name}=${value}`;
}

function at(request: SentSeen, record: TracedRequest): string {
  return `API trace ${record.number}, ${request.method} ${request.path}`;
}

/** Every request has its own record, and the numbers grow in the order of the requests' arrival. */
export const requestsAreTraced = defineJudge<TraceSeen>('tms.log.requestsAreTraced', (seen) => {
  const numbers = readTrace(seen.lines).requests.map(({ number }) => number);
  const missing = matched(seen).filter(({ record }) => !record);
  return [
    ...missing.map(({ request }) => ({
      where: 'log',
      expected: `API trace <n>: ${request.method} for "${request.path}" (from <address>)`,
      observed: 'no such line',
    })),
    ...numbers
      .filter((number, index) => index > 0 && number <= (numbers[index - 1] ?? 0))
      .map((number) => ({ where: 'log', expected: 'growing trace numbers', observed: `${number} again or later` })),
  ];
});

/** A request with a body: its exact size and its content type. */
export const bodySizesAreTraced = defineJudge<TraceSeen>('tms.log.bodySizesAreTraced', (seen) =>
  forEachRecord(seen, (request, record) => {
    if (request.pairs === null) return [];
    const expected = `content data size ${request.bodySize}, type "${request.contentType}":`;
    const observed =
      record.contentSize === null ? missing : `content data size ${record.contentSize}, type "${record.contentType}":`;
    return observed === expected ? [] : [{ where: at(request, record), expected, observed }];
  }),
);

/** The pairs of a body, wrapped or not; a passcode's value is another rule's matter. */
export const pairsAreTraced = defineJudge<TraceSeen>('tms.log.pairsAreTraced', (seen) =>
  forEachRecord(seen, (request, record) => {
    if (request.pairs === null) return [];
    const plain = (text: string) => text.replace(/^passcode=.*/s, 'passcode=').replace(/\s+/g, '');
    const expected = request.pairs.map(plain).join('&');
    const observed = record.parameters.map(printed).map(plain).join('&');
    return expected === observed ? [] : [{ where: at(request, record), expected, observed: observed || 'nothing' }];
  }),
);

/** A passcode that was sent: masked lines there are, and none shows it. */
export const passcodeIsMasked = defineJudge<{ maskedLines: number; linesThatShowIt: number }>(
  'tms.log.passcodeIsMasked',
  ({ maskedLines, linesThatShowIt }) => [
    ...(maskedLines > 0 ? [] : [{ where: 'log', expected: 'a line with passcode=***', observed: 'none' }]),
    ...(linesThatShowIt === 0
      ? []
      : [{ where: 'log', expected: 'no passcode', observed: `it is in ${linesThatShowIt} lines` }]),
  ],
);

/** An answer: its status and the exact size of its body. */
export const answersAreTraced = defineJudge<TraceSeen>('tms.log.answersAreTraced', (seen) =>
  forEachRecord(seen, (request, record) => {
    const expected = `sending ${request.status} response, size ${request.size}`;
    const observed = record.status === null ? missing : `sending ${record.status} response, size ${record.size}`;
    return observed === expected ? [] : [{ where: at(request, record), expected, observed }];
  }),
);

/** A creating request's `Location`. */
export const locationsAreTraced = defineJudge<TraceSeen>('tms.log.locationsAreTraced', (seen) =>
  forEachRecord(seen, (request, record) => {
    if (request.location === null) return [];
    const expected = `Location: ${request.location}`;
    const { location } = record.headers;
    const observed = location === undefined ? missing : `Location: ${location}`;
    return observed === expected ? [] : [{ where: at(request, record), expected, observed }];
  }),
);

/** A 401 has its challenge, and the request that followed has a later number and an answer of its own. */
export const challengeIsTraced = defineJudge<TraceSeen>('tms.log.challengeIsTraced', (seen) => {
  const [refused, repeated] = matched(seen);
  if (!refused?.record || !repeated?.record) {
    return [{ where: 'log', expected: 'a record for the 401 and one for the repetition', observed: 'fewer' }];
  }
  const { record } = refused;
  return [
    ...(record.status === 401
      ? []
      : [
          {
            where: at(refused.request, record),
            expected: 'sending 401 response, size 0',
            observed: record.status === null ? missing : `sending ${record.status} response, size ${record.size}`,
          },
        ]),
    ...(/^Basic realm=/i.test(record.headers['www-authenticate'] ?? '')
      ? []
      : [
          {
            where: at(refused.request, record),
            expected: 'WWW-Authenticate: Basic realm=...',
            observed: record.headers['www-authenticate'] ?? missing,
          },
        ]),
    ...(repeated.record.number > record.number
      ? []
      : [{ where: 'log', expected: `a number above ${record.number}`, observed: `${repeated.record.number}` }]),
  ];
});

/** Audit lines `API user "<user>" <action>`, each at least once. */
export const actionsAreAudited = defineJudge<{ user: string; actions: string[]; lines: string[] }>(
  'tms.log.actionsAreAudited',
  ({ user, actions, lines }) =>
    actions
      .map((action) => `API user "${user}" ${action}`)
      .filter((text) => !lines.some((line) => line.endsWith(text)))
      .map((text) => ({
        where: 'audit log',
        expected: text,
        observed: lines.filter((line) => line.includes('API user')).at(-1) ?? 'no audit line',
      })),
);
