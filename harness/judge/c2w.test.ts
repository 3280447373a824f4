import { expect, test } from '@playwright/test';
import * as c2w from './c2w.ts';

const bridge = '192.0.2.7:8443';
const guid = 'b6859515-3ea3-4bdc-9dce-a8b3033e62d7';
const line = (text: string, columns = 'daemon.info cms1 scheduler_backend[2056]:') =>
  `Aug 21 11:53:29.011 ${columns}  INFO  ${text}`;
const start =
  'Aug 21 11:53:22.408 daemon.info cms1 scheduler_backend[2056]: INFO  CmsWebSchedulerApplication - Starting CmsWebSchedulerApplication with PID 1';
const documented = [
  start,
  line('C2WSupervisor - getWebBridges - totalCount=1'),
  line('C2WSupervisor - getWebBridges - added=1'),
  line(`C2WService - Connecting to webBridge=${bridge}`),
  line(`C2WService - Received guid ${guid} from webbridge ${bridge}`),
  line(`C2WSupervisor - C2W connection for webbridge ${bridge} UP`),
];
const bridges = [bridge];
const swapped = [...documented.slice(0, 4), documented[5] ?? '', documented[4] ?? ''];
const without = (text: string) => documented.filter((one) => !one.includes(text));
const seen = (subject: string) => ({ subject, fingerprint: subject });
const reception = (outcome: 'guid' | 'refused' | 'silent', own: string | null = null) => ({
  outcome,
  guid: own,
  how: 'closed',
  presented: [],
});
const arrival = (accepted: boolean) => ({ accepted, how: 'so', presented: [] });
const status = (word: string) => ({ callBridge: 'cms1', webBridge: 'c2w://wb:1', status: word });
const alarm = (type: string, failureReason: string | null = null) => [
  { callBridge: 'cms1', statuses: [200], alarms: [{ type, failureReason }] },
];
const none = [{ callBridge: 'cms1', statuses: [200], alarms: [] }];
const unanswered = [{ callBridge: 'cms1', statuses: [503], alarms: [] }];

/** A judge with an observation that it must let pass, and those in which it must find something. */
const cases: readonly [string, () => unknown[], ...(() => unknown[])[]][] = [
  [
    'statusesAre',
    () => c2w.statusesAre({ wanted: 'success', statuses: [status('success')] }),
    () => c2w.statusesAre({ wanted: 'success', statuses: [status('success'), status('unused')] }),
    () => c2w.statusesAre({ wanted: 'success', statuses: [] }),
  ],
  [
    'statusesAreNot',
    () => c2w.statusesAreNot({ unwanted: 'success', statuses: [status('unused')] }),
    () => c2w.statusesAreNot({ unwanted: 'success', statuses: [status('unused'), status('success')] }),
    () => c2w.statusesAreNot({ unwanted: 'success', statuses: [status('')] }),
    () => c2w.statusesAreNot({ unwanted: 'success', statuses: [] }),
  ],
  [
    'clientIsTaken',
    () => c2w.clientIsTaken(reception('guid', guid)),
    () => c2w.clientIsTaken(reception('refused')),
    () => c2w.clientIsTaken(reception('silent')),
  ],
  [
    'clientIsRefused',
    () => c2w.clientIsRefused(reception('refused')),
    () => c2w.clientIsRefused(reception('guid', guid)),
    () => c2w.clientIsRefused(reception('silent')),
  ],
  [
    'webBridgeIsTaken',
    () => c2w.webBridgeIsTaken(arrival(true)),
    () => c2w.webBridgeIsTaken(arrival(false)),
    () => c2w.webBridgeIsTaken(null),
  ],
  [
    'webBridgeIsRefused',
    () => c2w.webBridgeIsRefused(arrival(false)),
    () => c2w.webBridgeIsRefused(arrival(true)),
    () => c2w.webBridgeIsRefused(null),
  ],
  [
    'chainIsPresented',
    () =>
      c2w.chainIsPresented({
        presented: [seen('leaf'), seen('middle')],
        configured: [seen('leaf'), seen('middle'), seen('root')],
      }),
    () => c2w.chainIsPresented({ presented: [seen('leaf')], configured: [seen('leaf'), seen('middle'), seen('root')] }),
    () => c2w.chainIsPresented({ presented: [], configured: [seen('leaf')] }),
  ],
  [
    'guidsDiffer',
    () => c2w.guidsDiffer({ receptions: [reception('guid', 'a'), reception('guid', 'b')] }),
    () => c2w.guidsDiffer({ receptions: [reception('guid', 'a'), reception('guid', 'a')] }),
    () => c2w.guidsDiffer({ receptions: [reception('guid', 'a'), reception('refused')] }),
  ],
  [
    'loggedGuidIsSent',
    () => c2w.loggedGuidIsSent({ lines: documented, bridge, guid }),
    () => c2w.loggedGuidIsSent({ lines: documented, bridge, guid: guid.replace('b', 'c') }),
    () => c2w.loggedGuidIsSent({ lines: [...documented, start], bridge, guid }),
  ],
  [
    'countIsLogged',
    () => c2w.countIsLogged({ lines: documented, word: 'totalCount', count: 1 }),
    () => c2w.countIsLogged({ lines: documented, word: 'totalCount', count: 2 }),
    () => c2w.countIsLogged({ lines: without('added'), word: 'added', count: 1 }),
  ],
  [
    'listIsAskedOnce',
    () => c2w.listIsAskedOnce({ lines: [...documented, documented[1] ?? ''], bridges }),
    () => c2w.listIsAskedOnce({ lines: [start, ...documented.slice(1, 3), ...documented.slice(1)], bridges }),
    () => c2w.listIsAskedOnce({ lines: without('totalCount'), bridges }),
  ],
  [
    'stepIsLogged',
    () => c2w.stepIsLogged({ lines: documented, bridges, step: 'connecting' }),
    () => c2w.stepIsLogged({ lines: without('Connecting'), bridges, step: 'connecting' }),
    () => c2w.stepIsLogged({ lines: documented, bridges: ['192.0.2.7:844'], step: 'up' }),
    () =>
      c2w.stepIsLogged({
        lines: documented.map((one) => one.replace('webbridge ', 'webBridge=')),
        bridges,
        step: 'guid',
      }),
  ],
  [
    'stepsAreOrdered',
    () => c2w.stepsAreOrdered({ lines: documented, bridges }),
    () => c2w.stepsAreOrdered({ lines: swapped, bridges }),
    () => c2w.stepsAreOrdered({ lines: without('Received'), bridges }),
  ],
  [
    'linesAreTagged',
    () => c2w.linesAreTagged({ lines: documented }),
    () => c2w.linesAreTagged({ lines: [line('C2WService - x', 'local0.warning cms1 scheduler_backend[2056]:')] }),
    () => c2w.linesAreTagged({ lines: [line('C2WService - x', 'daemon.info cms1 host:server:')] }),
    () => c2w.linesAreTagged({ lines: [start] }),
  ],
  [
    'c2wAlarmIsListed',
    () => c2w.c2wAlarmIsListed(alarm('c2wConnectionFailure')),
    () => c2w.c2wAlarmIsListed(alarm('other')),
    () => c2w.c2wAlarmIsListed(none),
    () => c2w.c2wAlarmIsListed([]),
  ],
  [
    'c2wAlarmIsAbsent',
    () => c2w.c2wAlarmIsAbsent(alarm('other')),
    () => c2w.c2wAlarmIsAbsent(alarm('c2wConnectionFailure')),
    () => c2w.c2wAlarmIsAbsent(unanswered),
    () => c2w.c2wAlarmIsAbsent([]),
  ],
  [
    'alarmReasonIsKnown',
    () => c2w.alarmReasonIsKnown(alarm('c2wConnectionFailure', 'dnsFailure')),
    () => c2w.alarmReasonIsKnown(alarm('c2wConnectionFailure', 'nonsense')),
    () => c2w.alarmReasonIsKnown(none),
  ],
];

for (const [name, sound, ...broken] of cases) {
  test(`${name} finds nothing in what conforms, and something in what doesn't`, () => {
    expect(sound()).toEqual([]);
    for (const [index, find] of broken.entries()) expect(find(), `broken ${index + 1}`).not.toEqual([]);
  });
}
