import { alarmFailureReasons, c2wAlarm } from '../protocol/c2w.ts';
import { defineJudge, type Finding } from './judge.ts';

/** What one Call Bridge says of one Web Bridge (`webBridges/<id>/status`). */
export interface C2wStatus {
  callBridge: string;
  /** URL of the Web Bridge. */
  webBridge: string;
  /** Empty when there was none. */
  status: string;
}

/** A certificate as it was seen on the wire. */
interface Seen {
  subject: string;
  fingerprint: string;
}

/** How a Web Bridge received the harness as a client. */
export interface Reception {
  outcome: 'guid' | 'refused' | 'silent';
  guid: string | null;
  how: string;
  presented: Seen[];
}

/** What a client did at the harness's own Web Bridge; null when nobody came in time. */
export type Arrival = { accepted: boolean; how: string; presented: Seen[] } | null;

/** The alarms that one Call Bridge lists. */
export interface AlarmsSeen {
  callBridge: string;
  /** Status of every page. */
  statuses: number[];
  alarms: { type: string; failureReason: string | null }[];
}

/** What a scheduler logged, and the Web Bridges that it should connect to, as `host:port`. */
export interface SchedulerLog {
  lines: string[];
  bridges: string[];
}

/** Every one of these is as wanted (mmp-and-scheduler 3, status and alarms). */
export const statusesAre = defineJudge<{ wanted: string; statuses: C2wStatus[] }>(
  'c2w.status.are',
  ({ wanted, statuses }) =>
    statuses.length === 0
      ? [{ expected: `status ${wanted}`, observed: 'no Web Bridge that could have one' }]
      : statuses
          .filter(({ status }) => status !== wanted)
          .map(({ callBridge, webBridge, status }) => ({
            where: `${callBridge}, status of ${webBridge}`,
            expected: wanted,
            observed: status || 'none',
          })),
);

/** None of these is as unwanted, and each of them is there (mmp-and-scheduler 3, status). */
export const statusesAreNot = defineJudge<{ unwanted: string; statuses: C2wStatus[] }>(
  'c2w.status.areNot',
  ({ unwanted, statuses }) =>
    statuses.length === 0
      ? [{ expected: 'a status', observed: 'no Web Bridge that could have one' }]
      : statuses
          .filter(({ status }) => status === unwanted || status === '')
          .map(({ callBridge, webBridge, status }) => ({
            where: `${callBridge}, status of ${webBridge}`,
            expected: `a status other than ${unwanted}`,
            observed: status || 'none',
          })),
);

/** The Web Bridge took the client and sent its guid (mmp-and-scheduler 3). */
export const clientIsTaken = defineJudge<Reception>('c2w.client.isTaken', ({ outcome, how }) =>
  outcome === 'guid' ? [] : [{ expected: "the Web Bridge's guid", observed: how }],
);

/** The Web Bridge ended the connection and sent no guid (mmp-and-scheduler 3). */
export const clientIsRefused = defineJudge<Reception>('c2w.client.isRefused', ({ outcome, how }) =>
  outcome === 'refused'
    ? []
    : [
        {
          expected: 'that the Web Bridge ends the connection',
          observed: outcome === 'guid' ? 'it sends its guid' : how,
        },
      ],
);

/** The client trusted the harness's Web Bridge: it went on to the WebSocket (mmp-and-scheduler 3). */
export const webBridgeIsTaken = defineJudge<Arrival>('c2w.webBridge.isTaken', (arrival) =>
  arrival?.accepted
    ? []
    : [{ expected: 'a client that goes on to the WebSocket', observed: arrival?.how ?? 'no client at all' }],
);

/** The client came, did not trust the harness's Web Bridge, and left before the WebSocket (mmp-and-scheduler 3). */
export const webBridgeIsRefused = defineJudge<Arrival>('c2w.webBridge.isRefused', (arrival) =>
  arrival && !arrival.accepted
    ? []
    : [
        {
          expected: 'a client that leaves before the WebSocket',
          observed: arrival === null ? 'no client at all' : arrival.how,
        },
      ],
);

/** The presented certificates begin with the configured chain; the root may be left out (mmp-and-scheduler 3). */
export const chainIsPresented = defineJudge<{ presented: Seen[]; configured: Seen[] }>(
  'c2w.chain.isPresented',
  ({ presented, configured }) =>
    configured.slice(0, Math.max(1, configured.length - 1)).flatMap(({ subject, fingerprint }, index) =>
      presented[index]?.fingerprint === fingerprint
        ? []
        : [
            {
              where: `certificate ${index + 1}`,
              expected: subject,
              observed: presented[index]?.subject ?? 'none',
            },
          ],
    ),
);

/** Each Web Bridge sent a guid, and no two the same (mmp-and-scheduler 3: it tells connections apart). */
export const guidsDiffer = defineJudge<{ receptions: Reception[] }>('c2w.guids.differ', ({ receptions }) => {
  const guids = receptions.map(({ guid }) => guid);
  const twice = guids.find((guid, index) => guid !== null && guids.indexOf(guid) !== index);
  return [
    ...(guids.includes(null) ? [{ expected: 'a guid from each Web Bridge', observed: `${guids.length} asked` }] : []),
    ...(twice ? [{ expected: 'a guid of its own from each Web Bridge', observed: `${twice} twice` }] : []),
  ];
});

/** The guid that the scheduler logs for a Web Bridge is the one that this sent (mmp-and-scheduler 2.7). */
export const loggedGuidIsSent = defineJudge<{ lines: string[]; bridge: string; guid: string }>(
  'c2w.log.guid',
  ({ lines, bridge, guid }) => {
    const logged = sinceStart(lines).flatMap((line) => matchGuid(line, bridge) ?? []);
    if (logged.includes(guid)) return [];
    return [{ expected: `"Received guid ${guid}" for ${bridge}`, observed: logged.join(', ') || 'no such line' }];
  },
);

/** The scheduler logs how many Web Bridges there are, and that it adds as many (mmp-and-scheduler 2.7). */
export const countIsLogged = defineJudge<{ lines: string[]; word: 'totalCount' | 'added'; count: number }>(
  'c2w.log.count',
  ({ lines, word, count }) => {
    const first = sinceStart(lines).find((line) => supervisor(`getWebBridges - ${word}=\\d+$`).test(line));
    const expected = `"C2WSupervisor - getWebBridges - ${word}=${count}"`;
    return first?.endsWith(`${word}=${count}`) ? [] : [{ expected, observed: first ?? 'no such line' }];
  },
);

/** Until the first connection begins, the list is asked for once (mmp-and-scheduler 2.1, 2.7). */
export const listIsAskedOnce = defineJudge<SchedulerLog>('c2w.log.askedOnce', ({ lines }) => {
  const started = sinceStart(lines);
  const first = started.findIndex((line) => line.includes('C2WService - Connecting'));
  const queries = (first < 0 ? started : started.slice(0, first)).filter((line) =>
    supervisor('getWebBridges - totalCount=').test(line),
  );
  return queries.length === 1
    ? []
    : [{ expected: 'one query before the first connection', observed: `${queries.length}` }];
});

/** For each Web Bridge there is a line as documented (mmp-and-scheduler 2.7). */
export const stepIsLogged = defineJudge<SchedulerLog & { step: Step }>('c2w.log.step', ({ lines, bridges, step }) => {
  const started = sinceStart(lines);
  return bridges
    .filter((bridge) => !started.some((line) => steps[step](bridge).test(line)))
    .map((bridge) => ({
      expected: `"${stepTexts[step](bridge)}"`,
      observed: started.filter((line) => line.includes(bridge)).join(' / ') || `no line about ${bridge}`,
    }));
});

/** The query precedes the connections, and for each one connecting, guid and UP follow in this order (mmp-and-scheduler 2.7). */
export const stepsAreOrdered = defineJudge<SchedulerLog>('c2w.log.order', ({ lines, bridges }) => {
  const started = sinceStart(lines);
  const place = (pattern: RegExp) => started.findIndex((line) => pattern.test(line));
  const query = place(supervisor('getWebBridges - '));
  return bridges.flatMap((bridge) => {
    const places = [query, ...(['connecting', 'guid', 'up'] as const).map((step) => place(steps[step](bridge)))];
    const ordered = places.every((at, index) => at >= 0 && at >= (places[index - 1] ?? 0));
    const expected = `query, Connecting, Received guid, UP for ${bridge}, in this order`;
    return ordered ? [] : [{ expected, observed: `lines ${places.map((at) => at + 1).join(', ')}` }];
  });
});

/** The lines have the documented facility and severity, and the process column of the scheduler (mmp-and-scheduler 2.7). */
export const linesAreTagged = defineJudge<{ lines: string[] }>('c2w.log.tag', ({ lines }) => {
  const about = sinceStart(lines).filter((line) => /C2WSupervisor|C2WService/.test(line));
  if (about.length === 0) return [{ expected: 'lines of C2WSupervisor and C2WService', observed: 'none' }];
  return about
    .filter((line) => !/ daemon\.info \S+ scheduler_backend\[\d+\]:\s+INFO\s+C2W/.test(line))
    .map((line) => ({ expected: '"daemon.info", host, "scheduler_backend[...]:", "INFO"', observed: line }));
});

/** Every Call Bridge lists an alarm of this type (mmp-and-scheduler 3, status and alarms). */
export const c2wAlarmIsListed = defineJudge<AlarmsSeen[]>('c2w.alarm.isListed', (seen) => [
  ...unread(seen),
  ...seen
    .filter(({ alarms }) => !alarms.some(({ type }) => type === c2wAlarm))
    .map(({ callBridge, alarms }) => ({
      where: callBridge,
      expected: `an alarm of type ${c2wAlarm}`,
      observed: alarms.map(({ type }) => type).join(', ') || 'no alarm',
    })),
]);

/** None lists one (mmp-and-scheduler 3: the list is empty when healthy). */
export const c2wAlarmIsAbsent = defineJudge<AlarmsSeen[]>('c2w.alarm.isAbsent', (seen) => [
  ...unread(seen),
  ...seen
    .filter(({ alarms }) => alarms.some(({ type }) => type === c2wAlarm))
    .map(({ callBridge }) => ({ where: callBridge, expected: `no alarm of type ${c2wAlarm}`, observed: 'one' })),
]);

/** Where such an alarm names a reason, it is one of the documented words (mmp-and-scheduler 3). */
export const alarmReasonIsKnown = defineJudge<AlarmsSeen[]>('c2w.alarm.reason', (seen) => [
  ...c2wAlarmIsListed(seen),
  ...seen.flatMap(({ callBridge, alarms }): Finding[] =>
    alarms
      .filter(({ type, failureReason }) => type === c2wAlarm && failureReason !== null)
      .filter(({ failureReason }) => !(alarmFailureReasons as readonly unknown[]).includes(failureReason))
      .map(({ failureReason }) => ({
        where: callBridge,
        expected: 'one of the documented failure reasons',
        observed: failureReason ?? '',
      })),
  ),
]);

/** That nobody's alarms were asked for, and answers that list none because they are none. */
function unread(seen: readonly AlarmsSeen[]): Finding[] {
  if (seen.length === 0) return [{ expected: 'the alarms of a Call Bridge', observed: 'none was asked' }];
  return seen.flatMap(({ callBridge, statuses }) =>
    statuses
      .filter((status) => status !== 200)
      .map((status) => ({ where: callBridge, expected: 'a list of alarms, status 200', observed: `status ${status}` })),
  );
}

/** A step of a scheduler's connection that is logged. */
export type Step = 'connecting' | 'guid' | 'up';

const guidPattern = '[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}';

const stepTexts: Readonly<Record<Step, (bridge: string) => string>> = {
  connecting: (bridge) => `C2WService - Connecting to webBridge=${bridge}`,
  guid: (bridge) => `C2WService - Received guid ... from webbridge ${bridge}`,
  up: (bridge) => `C2WSupervisor - C2W connection for webbridge ${bridge} UP`,
};

const steps: Readonly<Record<Step, (bridge: string) => RegExp>> = {
  connecting: (bridge) => new RegExp(`INFO\\s+C2WService - Connecting to webBridge=${escaped(bridge)}$`),
  guid: (bridge) =>
    new RegExp(`INFO\\s+C2WService - Received guid ${guidPattern} from webbridge ${escaped(bridge)}$`, 'i'),
  up: (bridge) => new RegExp(`INFO\\s+C2WSupervisor - C2W connection for webbridge ${escaped(bridge)} UP$`),
};

function supervisor(rest: string): RegExp {
  return new RegExp(`INFO\\s+C2WSupervisor - ${rest}`);
}

function matchGuid(line: string, bridge: string): string | null {
  return new RegExp(`Received guid (${guidPattern}) .*${escaped(bridge)}$`, 'i').exec(line)?.[1]?.toLowerCase() ?? null;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** What was logged since the scheduler started last; everything when that isn't among the lines. */
function sinceStart(lines: readonly string[]): string[] {
  const start = lines.findLastIndex((line) => line.includes('Starting CmsWebSchedulerApplication'));
  return lines.slice(start + 1);
}
