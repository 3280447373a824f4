import {
  actionsAreAudited,
  answersAreTraced,
  bodySizesAreTraced,
  challengeIsTraced,
  locationsAreTraced,
  type ManagedBridge,
  pairsAreTraced,
  passcodeIsMasked,
  placeholderName,
  requestsAreTraced,
  requirement,
  sentSeen,
  type TraceSeen,
} from '../../fixtures/index.ts';

const title = 'A title that is long enough to be wrapped by the log of the server';

/** A meeting on provisioned slots, as the controller sent it and as the log has it. */
async function tracedMeeting(
  bridge: ManagedBridge,
  log: () => Promise<string[]>,
  dial: string[] = [],
): Promise<TraceSeen> {
  await bridge.provision();
  const steps = bridge.controller.steps.length;
  const lines = (await log()).length;
  await bridge.start({ title, dial });
  return { sent: bridge.sent(steps), lines: (await log()).slice(lines) };
}

requirement('TMS-LOG-01', async ({ bench, bridge, judge, node }) => {
  judge(requestsAreTraced, await tracedMeeting(bridge, () => bench.log(node)));
});

requirement('TMS-LOG-02', async ({ bench, bridge, judge, node, tmsOptions }) => {
  judge(bodySizesAreTraced, await tracedMeeting(bridge, () => bench.log(node), [tmsOptions.dial[0]]));
});

requirement('TMS-LOG-03', async ({ bench, bridge, judge, node, tmsOptions }) => {
  judge(pairsAreTraced, await tracedMeeting(bridge, () => bench.log(node), [tmsOptions.dial[0]]));
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
  judge(answersAreTraced, await tracedMeeting(bridge, () => bench.log(node)));
});

requirement('TMS-LOG-06', async ({ bench, bridge, judge, node, tmsOptions }) => {
  judge(locationsAreTraced, await tracedMeeting(bridge, () => bench.log(node), [tmsOptions.dial[0]]));
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
