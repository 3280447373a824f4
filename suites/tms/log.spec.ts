import { requirement } from '../../fixtures/index.ts';
import {
  actionsAreAudited,
  answersAreTraced,
  bodySizesAreTraced,
  challengeIsTraced,
  locationsAreTraced,
  pairsAreTraced,
  passcodeIsMasked,
  placeholderName,
  requestsAreTraced,
  sentSeen,
} from '../../fixtures/tms.ts';

const title = 'A title that is long enough to be wrapped by the log of the server';

requirement('TMS-LOG-01', async ({ bench, bridge, judge, node }) => {
  await bridge.start({ title });
  judge(requestsAreTraced, { sent: bridge.sent(), lines: await bench.log(node) });
});

requirement('TMS-LOG-02', async ({ bench, bridge, judge, node, tmsOptions }) => {
  await bridge.start({ title, dial: [tmsOptions.dial[0]] });
  judge(bodySizesAreTraced, { sent: bridge.sent(), lines: await bench.log(node) });
});

requirement('TMS-LOG-03', async ({ bench, bridge, judge, node, tmsOptions }) => {
  await bridge.start({ title, dial: [tmsOptions.dial[0]] });
  judge(pairsAreTraced, { sent: bridge.sent(), lines: await bench.log(node) });
});

requirement('TMS-LOG-04', async ({ bench, bridge, judge, node }) => {
  const { meeting } = await bridge.start({ title, passcode: '80264417' });
  const lines = await bench.log(node);
  judge(passcodeIsMasked, {
    maskedLines: lines.filter((line) => /passcode=\*+/.test(line)).length,
    linesThatShowIt: lines.filter((line) => line.includes(meeting.passcode)).length,
  });
});

requirement('TMS-LOG-05', async ({ bench, bridge, judge, node }) => {
  await bridge.start({ title });
  judge(answersAreTraced, { sent: bridge.sent(), lines: await bench.log(node) });
});

requirement('TMS-LOG-06', async ({ bench, bridge, judge, node, tmsOptions }) => {
  await bridge.start({ title, dial: [tmsOptions.dial[0]] });
  judge(locationsAreTraced, { sent: bridge.sent(), lines: await bench.log(node) });
});

requirement('TMS-LOG-07', async ({ bench, bridge, judge, node }) => {
  const { meeting } = await bridge.start({ title });
  await bridge.end(meeting);
  const names = [title, placeholderName(meeting.slot)];
  const actions = names.map((name) => `modified space ${meeting.space} (${name})`);
  judge(actionsAreAudited, { user: node.api.username, actions, lines: await bench.log(node) });
});

requirement('TMS-LOG-08', async ({ bench, bridge, judge, node }) => {
  const { meeting } = await bridge.start({ title });
  await bridge.end(meeting);
  const actions = [`created new call ${meeting.call}`, `deleted call ${meeting.call}`];
  judge(actionsAreAudited, { user: node.api.username, actions, lines: await bench.log(node) });
});

requirement('TMS-LOG-09', async ({ bench, bridge, judge, node, tmsOptions }) => {
  const { meeting } = await bridge.start({ title, dial: [tmsOptions.dial[0]] });
  const actions = [`created new call leg ${meeting.callLegs[0]}, call ${meeting.call}`];
  judge(actionsAreAudited, { user: node.api.username, actions, lines: await bench.log(node) });
});

requirement('TMS-LOG-10', async ({ api, bench, judge, node }) => {
  const path = '/api/v1/coSpaces';
  const refused = await api.request('GET', path, undefined, 'none');
  const repeated = await api.get(path);
  const sent = [refused, repeated].map((answer) => sentSeen('GET', path, undefined, answer));
  judge(challengeIsTraced, { sent, lines: await bench.log(node) });
});
