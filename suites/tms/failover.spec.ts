import {
  bridgesAreSilent,
  conferenceIsHeldOn,
  nothingIsProvisioned,
  nothingIsStartedOn,
  oneSlotIsOpened,
  onlyRefusals,
  requirement,
  sequenceIs,
  slotsAreBalanced,
  textIs,
} from '../../fixtures/index.ts';

const party = { nameOrNumber: 'desk.ex90@example.test', callType: 'SIP ->' };

requirement('FAILOVER-RULE-01', async ({ conferences, judge }) => {
  await conferences.prepare();
  const { title } = await conferences.book({ participants: [party] });
  await conferences.until(45);
  const bridges = await conferences.seen();
  judge(conferenceIsHeldOn, { bridges, roles: ['primary'], slots: conferences.slots, title });
  judge(bridgesAreSilent, { bridges, silent: ['alternate', 'others'] });
});

requirement('FAILOVER-RULE-02', async ({ conferences, judge }) => {
  await conferences.mark();
  await conferences.tms.save();
  const provisioning = await conferences.seen();
  await conferences.prepare({ alternate: false });
  await conferences.book({ participants: [party] });
  await conferences.until(45);
  for (const bridges of [provisioning, await conferences.seen()]) {
    judge(bridgesAreSilent, { bridges, silent: ['alternate', 'others'] });
  }
});

requirement('FAILOVER-RULE-03', async ({ conferences, bench, judge }) => {
  await conferences.prepare({ alternate: false });
  const conference = await conferences.book();
  await bench.fault(conferences.primary, { kind: 'killed' });
  await conferences.untilHeld(conference);
  judge(bridgesAreSilent, { bridges: await conferences.seen(), silent: ['alternate', 'others'] });
});

requirement('FAILOVER-RULE-04', async ({ conferences, judge }) => {
  const { tms } = conferences;
  const { id } = await tms.add();
  const answer = await tms.client.chooseAlternate(id, { ...tms.loginOf(), address: 'elsewhere.example.test' });
  judge(textIs, { what: 'choice', expected: 'refused', observed: answer.refusal === '' ? 'taken' : 'refused' });
});

requirement('FAILOVER-RULE-05', async ({ conferences, bench, judge }) => {
  await conferences.prepare();
  await conferences.book({ from: 5, until: 15 });
  await conferences.until(16);
  const later = await conferences.book({ from: 20, until: 30 });
  await bench.fault(conferences.primary, { kind: 'killed' });
  await conferences.untilHeld(later);
  judge(bridgesAreSilent, { bridges: await conferences.seen(), silent: ['others'] });
});

requirement('FAILOVER-RULE-06', async ({ conferences, bench, judge }) => {
  await conferences.prepare();
  const conference = await conferences.book();
  await bench.fault(conferences.primary, { kind: 'killed' });
  await bench.fault(conferences.alternate, { kind: 'killed' });
  await conferences.untilHeld(conference);
  judge(bridgesAreSilent, { bridges: await conferences.seen(), silent: ['others'] });
});

requirement('FAILOVER-RULE-07', async ({ conferences, bench, judge }) => {
  await conferences.prepare();
  const running = await conferences.book({ title: 'In progress', from: 5, until: 60 });
  await conferences.until(6);
  const later = await conferences.book({ title: 'Afterwards', from: 20, until: 50 });
  await bench.fault(conferences.primary, { kind: 'killed' });
  await conferences.mark();
  await conferences.untilHeld(later);
  await conferences.until(55);
  const bridges = await conferences.seen();
  const roles = ['alternate' as const];
  judge(conferenceIsHeldOn, { bridges, roles, slots: conferences.slots, title: later.title });
  const ofRunning = bridges.alternate.filter(({ pairs }) => pairs.name === running.title);
  judge(bridgesAreSilent, { bridges: { ...bridges, alternate: ofRunning }, silent: ['alternate', 'others'] });
});

requirement('FAILOVER-RULE-08', async ({ conferences, judge }) => {
  const { tms, alternate } = conferences;
  await tms.add();
  const answer = await tms.tryAdd(tms.loginOf(alternate));
  judge(textIs, { what: 'peer', expected: 'refused', observed: answer.refusal === '' ? 'added' : 'refused' });
});

requirement('FAILOVER-RULE-09', async ({ conferences, bench, judge }) => {
  await conferences.prepare({ password: 'not-the-primary-s' });
  const conference = await conferences.book();
  await bench.fault(conferences.primary, { kind: 'killed' });
  await conferences.untilHeld(conference);
  judge(onlyRefusals, { requests: (await conferences.seen()).alternate });
});

requirement(['FAILOVER-RULE-10'], async ({ conferences, bench, judge }) => {
  await conferences.prepare();
  const conference = await conferences.book();
  await bench.fault(conferences.primary, { kind: 'killed' });
  await conferences.untilHeld(conference);
  const bridges = await conferences.seen();
  judge(conferenceIsHeldOn, { bridges, roles: ['alternate'], slots: conferences.slots, title: conference.title });
  judge(nothingIsProvisioned, { requests: bridges.alternate, kinds: ['cospaces'] });
});

requirement('FAILOVER-RULE-11', async ({ conferences, bench, judge }) => {
  await conferences.prepare();
  const conference = await conferences.book();
  await bench.fault(conferences.primary, { kind: 'killed' });
  await conferences.untilHeld(conference);
  const kinds = ['cospacebulkparametersets', 'cospacebulksyncs', 'callprofiles', 'calllegprofiles'];
  const bridges = await conferences.seen();
  judge(conferenceIsHeldOn, { bridges, roles: ['alternate'], slots: conferences.slots, title: conference.title });
  judge(nothingIsProvisioned, { requests: bridges.alternate, kinds });
});

const kinds = [
  ['FAILOVER-KIND-01', 'killed', ['alternate']],
  ['FAILOVER-KIND-02', 'stopped', ['alternate']],
  ['FAILOVER-KIND-03', 'cut', ['alternate']],
  ['FAILOVER-KIND-04', 'hung', ['alternate']],
  ['FAILOVER-KIND-05', 'unavailable', ['alternate']],
  // whether TMS minds an expired certificate no document says
  ['FAILOVER-KIND-06', 'expiredCertificate', ['primary', 'alternate']],
] as const;
for (const [id, kind, roles] of kinds) {
  requirement(id, async ({ conferences, bench, judge }) => {
    await conferences.prepare();
    const conference = await conferences.book();
    await bench.fault(conferences.primary, { kind });
    await conferences.untilHeld(conference);
    const bridges = await conferences.seen();
    judge(conferenceIsHeldOn, { bridges, roles: [...roles], slots: conferences.slots, title: conference.title });
    judge(bridgesAreSilent, { bridges, silent: ['others'] });
  });
}

// what the primary answers before it fails: each step of a start, then of an end
const startSteps = [
  ['FAILOVER-START-01', 'unavailable'],
  ['FAILOVER-START-02', 'killed'],
  ['FAILOVER-START-03', 'cut'],
  ['FAILOVER-START-04', 'killed'],
  ['FAILOVER-START-05', 'unavailable'],
  ['FAILOVER-START-06', 'killed'],
  ['FAILOVER-START-07', 'cut'],
  ['FAILOVER-START-08', 'unavailable'],
  ['FAILOVER-START-09', 'hung'],
  ['FAILOVER-START-10', 'killed'],
] as const;
for (const [answers, [id, kind]] of startSteps.entries()) {
  requirement(id, async ({ conferences, bench, judge }) => {
    await conferences.prepare();
    const { slots } = conferences;
    const conference = await conferences.book({ participants: [party] });
    const { title } = conference;
    await bench.fault(conferences.primary, { kind, afterRequests: answers });
    await conferences.untilHeld(conference);
    const bridges = await conferences.seen();
    const isMade = answers >= 5;
    judge(conferenceIsHeldOn, { bridges, roles: [isMade ? 'primary' : 'alternate'], slots, title });
    judge(oneSlotIsOpened, { bridges, title });
    judge(bridgesAreSilent, { bridges, silent: ['others'] });
    if (!isMade) return;
    await conferences.until(20);
    judge(nothingIsStartedOn, { bridges: await conferences.seen(), roles: ['alternate', 'others'] });
  });
}

requirement('FAILOVER-EXTEND-01', async ({ conferences, bench, judge }) => {
  await conferences.prepare();
  const conference = await conferences.book({ participants: [party] });
  await conferences.until(15);
  await bench.fault(conferences.primary, { kind: 'killed' });
  await conferences.extend(conference, 60);
  await conferences.until(50);
  const bridges = await conferences.seen();
  judge(conferenceIsHeldOn, { bridges, roles: ['primary'], slots: conferences.slots, title: conference.title });
  judge(nothingIsStartedOn, { bridges, roles: ['alternate', 'others'] });
});

const endSteps = [
  ['FAILOVER-END-01', 'killed'],
  ['FAILOVER-END-02', 'unavailable'],
  ['FAILOVER-END-03', 'cut'],
  ['FAILOVER-END-04', 'unavailable'],
  ['FAILOVER-END-05', 'hung'],
  ['FAILOVER-END-06', 'unavailable'],
] as const;
for (const [answers, [id, kind]] of endSteps.entries()) {
  requirement(id, async ({ conferences, bench, judge }) => {
    await conferences.prepare();
    const conference = await conferences.book({ participants: [party], until: 20 });
    await conferences.until(15);
    await conferences.hasStarted(conference);
    await bench.fault(conferences.primary, { kind, afterRequests: answers });
    await conferences.until(21);
    const failed = await conferences.seen();
    judge(nothingIsStartedOn, { bridges: failed, roles: ['alternate', 'others'] });
    await bench.recover(conferences.primary);
    await conferences.until(30);
    const after = await conferences.seen();
    // a reset may come from either bridge; in time, those of the alternate come first here
    const requests = [...failed.primary, ...after.alternate, ...after.primary.slice(failed.primary.length)];
    judge(slotsAreBalanced, { requests, finished: false });
    judge(nothingIsStartedOn, { bridges: after, roles: ['alternate', 'others'] });
  });
}

requirement('FAILOVER-BACK-01', async ({ conferences, bench, judge }) => {
  await conferences.prepare();
  const conference = await conferences.book();
  await bench.fault(conferences.primary, { kind: 'killed' });
  await conferences.untilHeld(conference);
  await bench.recover(conferences.primary);
  await conferences.extend(conference, 60);
  await conferences.until(61);
  const { primary, alternate, others } = await conferences.seen();
  judge(nothingIsStartedOn, { bridges: { primary, alternate: [], others }, roles: ['primary', 'others'] });
  const expected = ['PUT cospaces/*', 'POST calls', 'PUT cospaces/*', 'PUT cospaces/*', 'DELETE calls/*'];
  judge(sequenceIs, { requests: alternate, expected, exactly: false });
});

requirement('FAILOVER-BACK-02', async ({ conferences, bench, judge }) => {
  await conferences.prepare();
  const first = await conferences.book({ until: 20 });
  await bench.fault(conferences.primary, { kind: 'killed' });
  await conferences.untilHeld(first);
  await bench.recover(conferences.primary);
  await conferences.until(25);
  const conference = await conferences.book({ title: 'Primary is back', from: 30, until: 40 });
  await conferences.mark();
  await conferences.untilHeld(conference);
  const bridges = await conferences.seen();
  const { title } = conference;
  judge(conferenceIsHeldOn, { bridges, roles: ['primary', 'alternate'], slots: conferences.slots, title });
  judge(bridgesAreSilent, { bridges, silent: ['others'] });
});

requirement('FAILOVER-BALANCE-01', async ({ conferences, bench, judge }) => {
  await conferences.prepare();
  const conference = await conferences.book({ participants: [party] });
  await bench.fault(conferences.primary, { kind: 'killed' });
  await conferences.untilHeld(conference);
  await conferences.until(41);
  const { alternate } = await conferences.seen();
  judge(slotsAreBalanced, { requests: alternate, finished: true });
  const expected = ['PUT cospaces/*', 'POST calls', 'PUT cospaces/*', 'DELETE calls/*'];
  judge(sequenceIs, { requests: alternate, expected, exactly: false });
});
