import {
  addressOf,
  asksEachListedBridge,
  asksWhoItIsFirst,
  isKept,
  type OperatedTms,
  refusedAndNothingAdded,
  repeatsChallenged,
  requirement,
  says,
  sendsNothingElse,
  shows,
  valuesAreTheBridges,
  writesExactly,
} from '../../fixtures/index.ts';

const callProfile: [string, string][] = [
  ['participantLimit', '1000'],
  ['messageBoardEnabled', 'false'],
];
const callLegProfile: [string, string][] = [
  ['defaultLayout', 'telepresence'],
  ['changeLayoutAllowed', 'true'],
  ['presentationContributionAllowed', 'true'],
  ['presentationViewingAllowed', 'true'],
  ['muteSelfAllowed', 'true'],
  ['videoMuteSelfAllowed', 'true'],
];

async function ids(tms: OperatedTms): Promise<number[]> {
  return (await tms.client.systems()).map(({ id }) => id);
}

requirement('TMS-SYS-01', async ({ tms, judge }) => {
  const { type } = await tms.add();
  judge(shows, { what: 'type', expected: 'Cisco Meeting Server', shown: type });
});

requirement('TMS-SYS-02', async ({ tms, node, judge }) => {
  const { displayName } = await tms.add();
  judge(shows, { what: 'system name', expected: `No Name (${addressOf(node)})`, shown: displayName });
});

requirement('TMS-SYS-03', async ({ tms, node, bench, judge }) => {
  const address = addressOf(node);
  if (!/:\d+$/.test(address)) bench.giveUp(`Web Admin of ${node.name} listens on port 443`);
  judge(shows, { what: 'address', expected: address, shown: (await tms.add()).address });
});

requirement('TMS-SYS-04', async ({ tms, judge }) => {
  const { status, refusal, value } = await tms.tryAdd();
  judge(isKept, { asked: 'add', status, refusal, id: value?.system.id ?? 0, listed: await ids(tms) });
  judge(says, { what: 'outcome', parts: ['added despite warnings'], said: value?.outcome ?? '' });
});

requirement('TMS-SYS-05', async ({ tms, judge }) => {
  judge(asksWhoItIsFirst, { requests: await tms.requestsDuring(() => tms.tryAdd()) });
});

requirement('TMS-SYS-06', async ({ tms, bridge, judge }) => {
  const listed = (await bridge.listing('callBridges')).items.map(({ id }) => id);
  judge(asksEachListedBridge, { requests: await tms.requestsDuring(() => tms.tryAdd()), listed });
});

requirement('TMS-SYS-07', async ({ tms, judge }) => {
  judge(writesExactly, {
    requests: await tms.requestsDuring(() => tms.tryAdd()),
    expected: [
      { request: 'POST /api/v1/callProfiles', pairs: callProfile },
      { request: 'POST /api/v1/callLegProfiles', pairs: callLegProfile },
    ],
  });
});

requirement('TMS-SYS-08', async ({ tms, bridge, judge }) => {
  const { items } = await bridge.listing('callBridges');
  judge(sendsNothingElse, {
    requests: await tms.requestsDuring(() => tms.tryAdd()),
    expected: [
      'GET /api/v1/system/status',
      'GET /api/v1/callBridges',
      ...items.map(({ id }) => `GET /api/v1/callBridges/${id}`),
      'POST /api/v1/callProfiles',
      'POST /api/v1/callLegProfiles',
    ],
  });
});

requirement('TMS-SYS-09', async ({ tms, judge }) => {
  const before = await ids(tms);
  const { status, refusal } = await tms.tryAdd({ password: 'not-its-password' });
  judge(refusedAndNothingAdded, { asked: 'add with a wrong password', status, refusal, before, after: await ids(tms) });
  judge(says, { what: 'refusal', parts: ['user name', 'password'], said: refusal });
});

requirement('TMS-SYS-10', async ({ tms, judge }) => {
  const before = await ids(tms);
  const { status, refusal } = await tms.tryAdd({ address: '127.0.0.1:1' });
  judge(refusedAndNothingAdded, { asked: 'add where nothing is', status, refusal, before, after: await ids(tms) });
  judge(says, { what: 'refusal', parts: ['127.0.0.1:1'], said: refusal });
});

requirement('TMS-SYS-11', async ({ tms, judge }) => {
  judge(repeatsChallenged, {
    requests: await tms.requestsDuring(() => tms.tryAdd({ password: 'not-its-password' })),
  });
});

requirement('TMS-SYS-12', async ({ tms, bridge, judge }) => {
  const { id } = await tms.add();
  const before = (await bridge.object('system/status')).fields;
  const shown = (await tms.client.values(id)).value ?? {};
  judge(valuesAreTheBridges, { before, shown, after: (await bridge.object('system/status')).fields });
});

requirement('TMS-SYS-13', async ({ tms, judge }) => {
  const { id } = await tms.add();
  await tms.client.rename(id, 'Bridge of building 7');
  judge(shows, { what: 'system name', expected: 'Bridge of building 7', shown: (await tms.shown(id)).displayName });
});

requirement('TMS-SYS-14', async ({ tms, undo, judge }) => {
  const before = (await tms.client.settings()).value?.preferredMcuType ?? '';
  undo('put the preferred type back', async () => {
    if (before !== '') await tms.client.saveSettings({ preferredMcuType: before });
  });
  await tms.client.saveSettings({ preferredMcuType: 'Cisco TelePresence Server' });
  await tms.client.saveSettings({ preferredMcuType: 'Cisco Meeting Server' });
  const shown = (await tms.client.settings()).value?.preferredMcuType ?? '';
  judge(shows, { what: 'preferred MCU type', expected: 'Cisco Meeting Server', shown });
});
