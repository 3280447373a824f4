import {
  type AnnouncedWebBridge,
  type C2wSetup,
  type C2wStatus,
  certificatesOf,
  chainIsPresented,
  clientIsTaken,
  guidsDiffer,
  requirement,
  statusesAre,
  statusesAreNot,
  stepIsLogged,
  TargetUnavailable,
  webBridgeIsTaken,
} from '../../fixtures/index.ts';

/** What Call Bridges say of Web Bridges, once it is as wanted or the time is over. */
const wanted = (word: string, read: () => Promise<C2wStatus[]>) => async () => ({
  wanted: word,
  statuses: await read(),
});

/** The same at a time when these Call Bridges have connected to a Web Bridge that was configured later. */
async function statusesLater(c2w: C2wSetup, on: C2wSetup['callBridges'], webBridge: AnnouncedWebBridge) {
  if (on.length === 0) throw new TargetUnavailable('the target has one Call Bridge only');
  const later = await c2w.announce('sound');
  await c2w.precondition(
    statusesAre,
    wanted('success', () => c2w.statuses(on, [later])),
  );
  return c2w.statuses(on, [webBridge]);
}

/** A scheduler of the target other than that of the check's node, else its own. */
function lastScheduler(c2w: C2wSetup) {
  const scheduler = c2w.schedulers.at(-1);
  if (!scheduler) throw new TargetUnavailable('the target has no scheduler');
  return scheduler;
}

requirement('C2W-MESH-01', async ({ c2w, judge }) => {
  const all = wanted('success', () => c2w.statuses(c2w.callBridges, c2w.webBridges));
  judge(statusesAre, await c2w.settled(statusesAre, all));
});

requirement('C2W-MESH-02', async ({ c2w, judge }) => {
  for (const scheduler of c2w.schedulers) await c2w.run(scheduler, 'scheduler restart');
  for (const scheduler of c2w.schedulers) {
    const read = async () => ({ lines: await c2w.log(scheduler), bridges: c2w.names, step: 'up' as const });
    judge(stepIsLogged, await c2w.settled(stepIsLogged, read));
  }
});

requirement('C2W-MESH-03', async ({ c2w, judge }) => {
  const fourth = await c2w.announce('sound');
  const all = wanted('success', () => c2w.statuses(c2w.callBridges, [fourth]));
  judge(statusesAre, await c2w.settled(statusesAre, all));
});

requirement('C2W-MESH-04', async ({ c2w, judge }) => {
  const group = await c2w.create('callBridgeGroups', [['name', 'conformance-empty']]);
  const scheduler = lastScheduler(c2w);
  await c2w.disableSchedulers();
  const fourth = await c2w.announce('sound', [['callBridgeGroup', group]]);
  await c2w.run(scheduler, 'scheduler enable');
  judge(webBridgeIsTaken, await c2w.arrival(fourth));
});

requirement('C2W-GUID-01', async ({ c2w, judge }) => {
  judge(clientIsTaken, await c2w.connect(c2w.own, await c2w.present('sound')));
});

requirement('C2W-GUID-02', async ({ c2w, judge }) => {
  const client = await c2w.present('sound');
  const receptions = await Promise.all(c2w.webBridges.map((webBridge) => c2w.connect(webBridge, client)));
  judge(guidsDiffer, { receptions });
});

requirement('C2W-PRESENT-01', async ({ c2w, judge }) => {
  const { presented } = await c2w.connect(c2w.own, await c2w.present('sound'));
  judge(chainIsPresented, { presented, configured: configured(c2w) });
});

requirement('C2W-PRESENT-02', async ({ c2w, judge }) => {
  await c2w.disableSchedulers();
  const webBridge = await c2w.announce('sound', [['callBridge', await c2w.callBridgeId(c2w.node)]]);
  const arrival = await c2w.arrival(webBridge);
  judge(chainIsPresented, { presented: arrival?.presented ?? [], configured: configured(c2w) });
});

requirement('C2W-PRESENT-03', async ({ c2w, judge }) => {
  const group = await c2w.create('callBridgeGroups', [['name', 'conformance-empty']]);
  await c2w.disableSchedulers();
  const webBridge = await c2w.announce('sound', [['callBridgeGroup', group]]);
  await c2w.run(c2w.node, 'scheduler enable');
  const arrival = await c2w.arrival(webBridge);
  judge(chainIsPresented, { presented: arrival?.presented ?? [], configured: configured(c2w) });
});

/** The chain that the components of the check's node are configured with. */
function configured({ mesh, node }: C2wSetup) {
  return certificatesOf(mesh.identities.get(node.name)?.chain ?? '');
}

requirement('C2W-SCOPE-01', async ({ c2w, judge }) => {
  const webBridge = await c2w.announce('sound', [['callBridge', await c2w.callBridgeId(c2w.node)]]);
  const others = c2w.callBridges.filter((other) => other !== c2w.node);
  await c2w.precondition(
    statusesAre,
    wanted('success', () => c2w.statuses([c2w.node], [webBridge])),
  );
  judge(statusesAreNot, { unwanted: 'success', statuses: await statusesLater(c2w, others, webBridge) });
});

requirement('C2W-SCOPE-02', async ({ c2w, judge }) => {
  const group = await c2w.create('callBridgeGroups', [['name', 'conformance-group']]);
  await c2w.join(await c2w.callBridgeId(c2w.node), group);
  const webBridge = await c2w.announce('sound', [['callBridgeGroup', group]]);
  const member = wanted('success', () => c2w.statuses([c2w.node], [webBridge]));
  judge(statusesAre, await c2w.settled(statusesAre, member));
  const others = c2w.callBridges.filter((other) => other !== c2w.node);
  judge(statusesAreNot, { unwanted: 'success', statuses: await statusesLater(c2w, others, webBridge) });
});

requirement('C2W-SCOPE-03', async ({ c2w, judge }) => {
  const owner = c2w.callBridges.find((other) => other !== c2w.node) ?? c2w.node;
  const webBridge = await c2w.announce('sound', [['callBridge', await c2w.callBridgeId(owner)]]);
  await c2w.precondition(
    statusesAre,
    wanted('success', () => c2w.statuses([owner], [webBridge])),
  );
  await c2w.run(c2w.node, 'scheduler restart');
  const read = async () => ({ lines: await c2w.log(c2w.node), bridges: [webBridge.name], step: 'up' as const });
  judge(stepIsLogged, await c2w.settled(stepIsLogged, read));
});

requirement('C2W-STATUS-01', async ({ c2w, judge }) => {
  const webBridge = await c2w.announce('sound', [['callBridge', await c2w.callBridgeId(c2w.node)]]);
  const others = c2w.callBridges.filter((other) => other !== c2w.node);
  const unused = wanted('unused', () => c2w.statuses(others, [webBridge]));
  judge(statusesAre, await c2w.settled(statusesAre, unused));
});

requirement('C2W-STATUS-02', async ({ c2w, judge }) => {
  const webBridge = await c2w.announce('sound');
  await webBridge.close();
  const failing = wanted('connectionFailure', () => c2w.statuses(c2w.callBridges, [webBridge]));
  judge(statusesAre, await c2w.settled(statusesAre, failing));
});

requirement('C2W-STATUS-03', async ({ c2w, judge }) => {
  const url = 'c2w://web-bridge.conformance.invalid:8443';
  const id = await c2w.create('webBridges', [['url', url]]);
  const failing = wanted('dnsFailure', () => c2w.statuses(c2w.callBridges, [{ id, url }]));
  judge(statusesAre, await c2w.settled(statusesAre, failing));
});
