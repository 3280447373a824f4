import {
  alarmReasonIsKnown,
  type C2wSetup,
  c2wAlarmIsAbsent,
  c2wAlarmIsListed,
  clientIsRefused,
  clientIsTaken,
  requirement,
  statusesAre,
  stepIsLogged,
  webBridgeIsRefused,
  webBridgeIsTaken,
} from '../../fixtures/index.ts';

/** What all Call Bridges say of the Web Bridge of the check's node. */
const ofOwn = (c2w: C2wSetup, wanted: string) => async () => ({
  wanted,
  statuses: await c2w.statuses(c2w.callBridges, [c2w.own]),
});

requirement('C2W-ALARM-01', async ({ c2w, judge }) => {
  await c2w.precondition(c2wAlarmIsAbsent, () => c2w.alarms(c2w.callBridges));
  await c2w.disableWebBridge(c2w.own);
  judge(c2wAlarmIsListed, await c2w.settled(c2wAlarmIsListed, () => c2w.alarms(c2w.callBridges)));
});

requirement('C2W-ALARM-02', async ({ c2w, judge }) => {
  await c2w.precondition(c2wAlarmIsAbsent, () => c2w.alarms(c2w.callBridges));
  await c2w.disableWebBridge(c2w.own);
  await c2w.precondition(c2wAlarmIsListed, () => c2w.alarms(c2w.callBridges));
  await c2w.run(c2w.node, 'webbridge3 enable');
  judge(c2wAlarmIsAbsent, await c2w.settled(c2wAlarmIsAbsent, () => c2w.alarms(c2w.callBridges)));
});

requirement('C2W-ALARM-03', async ({ c2w, judge }) => {
  await c2w.precondition(c2wAlarmIsAbsent, () => c2w.alarms(c2w.callBridges));
  const webBridge = await c2w.announce('sound');
  await webBridge.close();
  await c2w.precondition(c2wAlarmIsListed, () => c2w.alarms(c2w.callBridges));
  await c2w.delete(`webBridges/${webBridge.id}`);
  judge(c2wAlarmIsAbsent, await c2w.settled(c2wAlarmIsAbsent, () => c2w.alarms(c2w.callBridges)));
});

requirement('C2W-ALARM-04', async ({ c2w, judge }) => {
  await c2w.disableWebBridge(c2w.own);
  await c2w.precondition(c2wAlarmIsListed, () => c2w.alarms(c2w.callBridges));
  judge(alarmReasonIsKnown, await c2w.alarms(c2w.callBridges));
});

requirement('C2W-LIFE-01', async ({ c2w, judge }) => {
  await c2w.precondition(statusesAre, ofOwn(c2w, 'success'));
  await c2w.disableWebBridge(c2w.own);
  await c2w.precondition(statusesAre, ofOwn(c2w, 'connectionFailure'));
  await c2w.run(c2w.node, 'webbridge3 enable');
  judge(statusesAre, await c2w.settled(statusesAre, ofOwn(c2w, 'success')));
});

requirement('C2W-LIFE-02', async ({ c2w, judge }) => {
  await c2w.disableWebBridge(c2w.own);
  await c2w.run(c2w.node, 'scheduler restart');
  const at = (step: 'connecting' | 'up') => async () => ({
    lines: await c2w.log(c2w.node),
    bridges: [c2w.own.name],
    step,
  });
  await c2w.precondition(stepIsLogged, at('connecting'));
  await c2w.run(c2w.node, 'webbridge3 enable');
  judge(stepIsLogged, await c2w.settled(stepIsLogged, at('up')));
});

requirement('C2W-LIFE-03', async ({ c2w, judge }) => {
  await c2w.takesSound(c2w.own);
  const client = await c2w.present('sound');
  const successor = await c2w.successor();
  await c2w.trust('webbridge3', [successor.root]);
  await c2w.run(c2w.node, 'webbridge3 restart');
  judge(clientIsRefused, await c2w.connect(c2w.own, client));
  judge(clientIsTaken, await c2w.connect(c2w.own, successor.client));
});

requirement('C2W-LIFE-04', async ({ c2w, judge }) => {
  await c2w.disableSchedulers();
  const successor = await c2w.successor();
  await c2w.trust('callbridge', [successor.root]);
  await c2w.run(c2w.node, 'callbridge restart');
  const scope: [string, string][] = [['callBridge', await c2w.callBridgeId(c2w.node)]];
  const former = await c2w.announce('sound', scope);
  const later = await c2w.announceWith(successor.server(), scope);
  judge(webBridgeIsRefused, await c2w.arrival(former));
  judge(webBridgeIsTaken, await c2w.arrival(later));
});

requirement('C2W-LIFE-05', async ({ c2w, judge }) => {
  const group = await c2w.create('callBridgeGroups', [['name', 'conformance-empty']]);
  const successor = await c2w.successor();
  await c2w.trust('scheduler', [successor.root]);
  await c2w.disableSchedulers();
  const former = await c2w.announce('sound', [['callBridgeGroup', group]]);
  const later = await c2w.announceWith(successor.server(), [['callBridgeGroup', group]]);
  await c2w.run(c2w.node, 'scheduler enable');
  judge(webBridgeIsRefused, await c2w.arrival(former));
  judge(webBridgeIsTaken, await c2w.arrival(later));
});

requirement('C2W-LIFE-06', async ({ c2w, bench, judge }) => {
  await c2w.precondition(statusesAre, ofOwn(c2w, 'success'));
  await bench.cut(c2w.node);
  const others = c2w.callBridges.filter((other) => other !== c2w.node);
  const lost = async () => ({ wanted: 'connectionFailure', statuses: await c2w.statuses(others, [c2w.own]) });
  judge(statusesAre, await c2w.settled(statusesAre, lost));
});
