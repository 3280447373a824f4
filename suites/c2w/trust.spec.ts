import {
  type BundleKind,
  type C2wSetup,
  clientIsRefused,
  clientIsTaken,
  type PresentedCase,
  type RequirementId,
  requirement,
  takesClient,
  takesServer,
  webBridgeIsRefused,
  webBridgeIsTaken,
} from '../../fixtures/index.ts';

// Web Bridges: whom they take as a client

const bundles: readonly [BundleKind, RequirementId, RequirementId, RequirementId][] = [
  ['root', 'C2W-WEBBRIDGE-01', 'C2W-CALLBRIDGE-01', 'C2W-SCHEDULER-01'],
  ['fullChain', 'C2W-WEBBRIDGE-02', 'C2W-CALLBRIDGE-02', 'C2W-SCHEDULER-02'],
  ['leaves', 'C2W-WEBBRIDGE-03', 'C2W-CALLBRIDGE-03', 'C2W-SCHEDULER-03'],
];

for (const [kind, id] of bundles) {
  requirement(id, async ({ c2w, judge }) => {
    const client = await c2w.present('sound');
    await c2w.trustNow('webbridge3', c2w.bundle(kind, client?.chain ?? ''));
    judge(clientIsTaken, await c2w.connect(c2w.own, client));
  });
}

const clients: readonly [PresentedCase, RequirementId][] = [
  ['untrustedCa', 'C2W-WEBBRIDGE-04'],
  ['expired', 'C2W-WEBBRIDGE-05'],
  ['notYetValid', 'C2W-WEBBRIDGE-06'],
  ['selfSigned', 'C2W-WEBBRIDGE-07'],
  ['missingIntermediate', 'C2W-WEBBRIDGE-08'],
  ['forged', 'C2W-WEBBRIDGE-09'],
  ['none', 'C2W-WEBBRIDGE-10'],
  ['wrongHost', 'C2W-WEBBRIDGE-11'],
];

for (const [name, id] of clients) {
  requirement(id, async ({ c2w, judge }) => {
    // one that refuses everybody shows nothing
    if (!takesClient[name]) await c2w.takesSound(c2w.own);
    const reception = await c2w.connect(c2w.own, await c2w.present(name));
    judge(takesClient[name] ? clientIsTaken : clientIsRefused, reception);
  });
}

// Call Bridges and schedulers: which Web Bridge they take. A scope keeps the others of the cluster away.

const onlyThisCallBridge = async (c2w: C2wSetup): Promise<[string, string][]> => [
  ['callBridge', await c2w.callBridgeId(c2w.node)],
];
const noCallBridge = async (c2w: C2wSetup): Promise<[string, string][]> => [
  ['callBridgeGroup', await c2w.create('callBridgeGroups', [['name', 'conformance-empty']])],
];

for (const [kind, , callBridge, scheduler] of bundles) {
  requirement(callBridge, async ({ c2w, judge }) => {
    const identity = await c2w.identity('sound');
    await c2w.disableSchedulers();
    await c2w.trustNow('callbridge', c2w.bundle(kind, identity.chain));
    const webBridge = await c2w.announceWith(identity, await onlyThisCallBridge(c2w));
    judge(webBridgeIsTaken, await c2w.arrival(webBridge));
  });

  requirement(scheduler, async ({ c2w, judge }) => {
    const identity = await c2w.identity('sound');
    await c2w.trust('scheduler', c2w.bundle(kind, identity.chain));
    await c2w.disableSchedulers();
    const webBridge = await c2w.announceWith(identity, await noCallBridge(c2w));
    await c2w.run(c2w.node, 'scheduler enable');
    judge(webBridgeIsTaken, await c2w.arrival(webBridge));
  });
}

const servers: readonly [Exclude<PresentedCase, 'none'>, RequirementId, RequirementId][] = [
  ['untrustedCa', 'C2W-CALLBRIDGE-04', 'C2W-SCHEDULER-04'],
  ['expired', 'C2W-CALLBRIDGE-05', 'C2W-SCHEDULER-05'],
  ['notYetValid', 'C2W-CALLBRIDGE-06', 'C2W-SCHEDULER-06'],
  ['selfSigned', 'C2W-CALLBRIDGE-07', 'C2W-SCHEDULER-07'],
  ['missingIntermediate', 'C2W-CALLBRIDGE-08', 'C2W-SCHEDULER-08'],
  ['forged', 'C2W-CALLBRIDGE-09', 'C2W-SCHEDULER-09'],
  ['wrongHost', 'C2W-CALLBRIDGE-10', 'C2W-SCHEDULER-10'],
  ['commonName', 'C2W-CALLBRIDGE-11', 'C2W-SCHEDULER-11'],
];

for (const [name, callBridge, scheduler] of servers) {
  const rule = takesServer[name] ? webBridgeIsTaken : webBridgeIsRefused;

  requirement(callBridge, async ({ c2w, judge }) => {
    await c2w.disableSchedulers();
    const webBridge = await c2w.announce(name, await onlyThisCallBridge(c2w));
    judge(rule, await c2w.arrival(webBridge));
  });

  requirement(scheduler, async ({ c2w, judge }) => {
    await c2w.disableSchedulers();
    const webBridge = await c2w.announce(name, await noCallBridge(c2w));
    await c2w.run(c2w.node, 'scheduler enable');
    judge(rule, await c2w.arrival(webBridge));
  });
}
