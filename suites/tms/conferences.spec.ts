import {
  allDiffer,
  bridgesAreSilent,
  conferenceIsHeldOn,
  holds,
  nothingIsStartedOn,
  openings,
  pairsAre,
  partiesAreDialled,
  requestsAreEqual,
  requirement,
  sequenceIs,
  slotsAreBalanced,
} from '../../fixtures/index.ts';

const start = ['GET system/status', 'GET cospaces', 'PUT cospaces/*', 'POST calls'];
const started = ['GET system/status', 'GET cospaces', 'GET calls'];
const end = ['GET system/status', 'GET cospaces', 'GET calls', 'GET cospaces', 'PUT cospaces/*', 'DELETE calls/*'];
const dialOut = { nameOrNumber: 'desk.ex90@example.test', callType: 'SIP ->' };
const dialIn = { nameOrNumber: 'guest', callType: 'SIP <-' };

requirement('TMS-CONF-01', async ({ conferences, judge }) => {
  await conferences.prepare();
  await conferences.book();
  await conferences.until(11);
  const { primary } = await conferences.seen();
  judge(sequenceIs, { requests: primary, expected: [...start, ...started], exactly: false });
});

requirement('TMS-CONF-02', async ({ conferences, judge }) => {
  await conferences.prepare();
  const { title } = await conferences.book();
  await conferences.until(11);
  const { primary } = await conferences.seen();
  judge(pairsAre, {
    request: openings(primary)[0] ?? null,
    expected: [
      ['', null],
      ['nonMemberAccess', 'true'],
      ['passcode', null],
      ['name', title],
      ['secret', null],
    ],
  });
});

requirement('TMS-CONF-03', async ({ conferences, judge }) => {
  await conferences.prepare();
  await conferences.book();
  await conferences.until(11);
  const { primary } = await conferences.seen();
  const slot = openings(primary)[0]?.path.split('/')[1] ?? '';
  const request = primary.find(({ method, path }) => method === 'POST' && path === 'calls') ?? null;
  judge(pairsAre, { request, expected: [['coSpace', slot]] });
});

requirement('TMS-CONF-04', async ({ conferences, judge }) => {
  await conferences.prepare();
  await conferences.book({ participants: [dialOut, dialIn] });
  await conferences.until(11);
  const { primary } = await conferences.seen();
  judge(partiesAreDialled, { requests: primary, expected: [dialOut.nameOrNumber] });
  judge(sequenceIs, { requests: primary, expected: ['GET calllegs', 'POST calls/*/calllegs'], exactly: false });
});

requirement('TMS-CONF-05', async ({ conferences, judge }) => {
  await conferences.prepare();
  await conferences.book({ participants: [dialOut, dialIn], type: 'One Button To Push' });
  await conferences.until(11);
  judge(partiesAreDialled, { requests: (await conferences.seen()).primary, expected: [] });
});

requirement('TMS-CONF-06', async ({ conferences, judge }) => {
  await conferences.prepare();
  await conferences.book({ from: 60, until: 90 });
  await conferences.until(54.9);
  judge(sequenceIs, {
    requests: (await conferences.seen()).primary.filter(({ method }) => method !== 'GET'),
    expected: [],
    exactly: true,
  });
});

requirement('TMS-CONF-07', async ({ conferences, judge }) => {
  await conferences.prepare();
  await conferences.book();
  await conferences.until(20);
  await conferences.mark();
  await conferences.until(41);
  judge(sequenceIs, { requests: (await conferences.seen()).primary, expected: end, exactly: false });
});

requirement('TMS-CONF-08', async ({ conferences, judge }) => {
  await conferences.prepare();
  const { title } = await conferences.book();
  await conferences.until(11);
  const slot = await conferences.slotNamed(title);
  await conferences.until(41);
  const { primary } = await conferences.seen();
  const request = primary.find(({ pairs }) => pairs.regenerateSecret !== undefined) ?? null;
  judge(pairsAre, {
    request,
    expected: [
      ['', null],
      ['nonMemberAccess', 'false'],
      ['passcode', ''],
      ['name', `TMS_Scheduled_Meeting_${slot.fields.uri}`],
      ['regenerateSecret', 'true'],
    ],
  });
});

requirement('TMS-CONF-09', async ({ conferences, judge }) => {
  await conferences.prepare();
  await conferences.book();
  await conferences.until(41);
  const { primary } = await conferences.seen();
  judge(sequenceIs, { requests: primary, expected: end.slice(0, -1), exactly: false });
  const deletions = primary.filter(({ method, path }) => method === 'DELETE' && !path.startsWith('calls/'));
  judge(sequenceIs, { requests: deletions, expected: [], exactly: true });
});

requirement('TMS-CONF-10', async ({ conferences, judge }) => {
  await conferences.prepare();
  const conference = await conferences.book();
  await conferences.until(20);
  const opened = openings((await conferences.seen()).primary);
  await conferences.mark();
  await conferences.extend(conference, 60);
  const bridges = await conferences.seen();
  judge(requestsAreEqual, { requests: [...opened, ...openings(bridges.primary)] });
  judge(nothingIsStartedOn, { bridges, roles: ['primary', 'alternate', 'others'] });
});

requirement('TMS-CONF-11', async ({ conferences, judge }) => {
  await conferences.prepare();
  const conference = await conferences.book();
  await conferences.until(20);
  await conferences.extend(conference, 60);
  await conferences.mark();
  await conferences.until(59);
  const early = (await conferences.seen()).primary.filter(({ method }) => method !== 'GET');
  judge(sequenceIs, { requests: early, expected: [], exactly: true });
  await conferences.until(61);
  judge(sequenceIs, { requests: (await conferences.seen()).primary, expected: end, exactly: false });
});

requirement('TMS-CONF-12', async ({ conferences, judge }) => {
  await conferences.prepare();
  const conference = await conferences.book();
  await conferences.delete(conference);
  await conferences.until(11);
  const { primary } = await conferences.seen();
  judge(sequenceIs, { requests: primary.filter(({ method }) => method !== 'GET'), expected: [], exactly: true });
});

for (const [id, act] of [
  ['TMS-CONF-13', 'delete'],
  ['TMS-CONF-14', 'end'],
] as const) {
  requirement(id, async ({ conferences, judge }) => {
    await conferences.prepare();
    const conference = await conferences.book();
    await conferences.until(11);
    await conferences.mark();
    await conferences[act](conference);
    judge(sequenceIs, { requests: (await conferences.seen()).primary, expected: end, exactly: false });
  });
}

requirement('TMS-CONF-15', async ({ conferences, judge }) => {
  await conferences.prepare({ quantity: 1 });
  await conferences.book({ title: 'First', from: 10, until: 20 });
  await conferences.book({ title: 'Second', from: 20, until: 30 });
  await conferences.until(22);
  const { primary } = await conferences.seen();
  judge(sequenceIs, {
    requests: primary.filter(({ method }) => method !== 'GET'),
    expected: ['PUT cospaces/*', 'POST calls', 'PUT cospaces/*', 'DELETE calls/*', 'PUT cospaces/*', 'POST calls'],
    exactly: true,
  });
});

requirement('TMS-CONF-16', async ({ conferences, judge }) => {
  await conferences.prepare();
  for (const title of ['First', 'Second', 'Third']) await conferences.book({ title });
  await conferences.until(11);
  const { slots } = conferences;
  const calls = (await conferences.seen()).primary.filter(({ method, path }) => method === 'POST' && path === 'calls');
  const spaces = [0, 1, 2].map((at) => calls[at]?.pairs.coSpace ?? '');
  judge(allDiffer, { what: 'slots', values: spaces.map((space) => (slots.includes(space) ? space : '')) });
});

requirement('TMS-CONF-17', async ({ conferences, judge }) => {
  await conferences.prepare({ quantity: 2 });
  await conferences.book({ title: 'First' });
  await conferences.book({ title: 'One too many', from: 15 });
  await conferences.until(11);
  await conferences.deleteOtherSlots('First');
  await conferences.mark();
  await conferences.until(20);
  const { primary } = await conferences.seen();
  const writes = primary.filter(({ method }) => method !== 'GET');
  judge(sequenceIs, { requests: writes, expected: [], exactly: true });
});

requirement('TMS-CONF-18', async ({ conferences, judge }) => {
  await conferences.prepare({ quantity: 1 });
  for (const from of [10, 20, 30]) await conferences.book({ from, until: from + 5 });
  for (const minutes of [11, 16, 21, 26, 31]) await conferences.until(minutes);
  const opened = openings((await conferences.seen()).primary);
  judge(allDiffer, { what: 'secrets', values: [0, 1, 2].map((at) => opened[at]?.pairs.secret ?? '') });
});

for (const [id, title] of [
  ['TMS-CONF-19', "Anna's + Jörg's übung & 会議 «50%»"],
  ['TMS-CONF-20', `${'A title as long as it may be. '.repeat(9)}`.slice(0, 254).padEnd(255, '.')],
] as const) {
  requirement(id, async ({ conferences, judge }) => {
    await conferences.prepare({ quantity: 1 });
    await conferences.book({ title });
    await conferences.until(11);
    const [request] = openings((await conferences.seen()).primary);
    const object = await conferences.slot(request?.path.split('/')[1] ?? '');
    judge(holds, { object, expected: { name: title } });
  });
}

requirement('TMS-CONF-21', async ({ conferences, judge }) => {
  await conferences.prepare();
  const { title } = await conferences.book({ password: '0687' });
  await conferences.until(11);
  judge(holds, { object: await conferences.slotNamed(title), expected: { passcode: '0687' } });
});

requirement('TMS-CONF-22', async ({ conferences, judge }) => {
  await conferences.prepare({ quantity: 1 });
  await conferences.book({ title: 'Room for one', from: 10, until: 20 });
  await conferences.book({ title: 'Defective', from: 15, until: 40, forced: true });
  await conferences.until(35);
  const bridges = await conferences.seen();
  const slots = conferences.slots;
  judge(conferenceIsHeldOn, { bridges, roles: ['primary'], slots, title: 'Room for one' });
  judge(bridgesAreSilent, { bridges, silent: ['alternate', 'others'] });
});

requirement('TMS-CONF-23', async ({ conferences, judge }) => {
  await conferences.prepare({ quantity: 1 });
  await conferences.book({ from: 10, until: 20 });
  await conferences.until(11);
  const call = (await conferences.seen()).primary.find(({ method, path }) => method === 'POST' && path === 'calls');
  await conferences.deleteCall(call?.location ?? '');
  await conferences.book({ title: 'Next', from: 25, until: 35 });
  await conferences.mark();
  await conferences.until(21);
  await conferences.until(26);
  const bridges = await conferences.seen();
  judge(slotsAreBalanced, { requests: bridges.primary.slice(end.length), finished: false });
  judge(conferenceIsHeldOn, { bridges, roles: ['primary'], slots: conferences.slots, title: 'Next' });
});
