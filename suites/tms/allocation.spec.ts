import {
  holds,
  type ManagedBridge,
  namesDiffer,
  pagesAreWhole,
  requirement,
  type Started,
  sameObjects,
  secretIsNew,
  slotsShownFree,
  slotsTaken,
  TargetUnavailable,
} from '../../fixtures/index.ts';

/** The slot on which the bridge let a meeting be held, or null where it showed none free. */
async function hold(bridge: ManagedBridge, title: string): Promise<{ slot: number | null; started: Started | null }> {
  const result = await bridge.tryStart({ title });
  if (result.kind === 'refused') throw new TargetUnavailable(`precondition: ${result.step.path} was refused`);
  return result.kind === 'started' ? { slot: result.meeting.slot, started: result } : { slot: null, started: null };
}

requirement('TMS-ALLOC-01', async ({ bridge, judge }) => {
  const { range } = await bridge.provision();
  const taken: (number | null)[] = [];
  for (const title of ['First', 'Second', 'Third']) {
    const { slot, started } = await hold(bridge, title);
    taken.push(slot);
    if (started) await bridge.end(started.meeting);
  }
  judge(slotsTaken, { expected: [range.start, range.start, range.start], taken });
});

requirement('TMS-ALLOC-02', async ({ bridge, judge }) => {
  const { range } = await bridge.provision();
  const [one, two, three] = [range.start, range.start + 1, range.start + 2];
  const taken: (number | null)[] = [];
  const shown: number[][] = [];
  for (const title of ['First', 'Second', 'Third']) {
    taken.push((await hold(bridge, title)).slot);
    shown.push(await bridge.slotsShownFree());
  }
  judge(slotsTaken, { expected: [one, two, three], taken });
  judge(slotsShownFree, { expected: [[two, three], [three], []], shown });
});

requirement('TMS-ALLOC-03', async ({ bridge, judge }) => {
  const { range } = await bridge.provision();
  await bridge.start({ title: 'First' });
  const second = await bridge.start({ title: 'Second' });
  await bridge.start({ title: 'Third' });
  await bridge.end(second.meeting);
  const { slot } = await hold(bridge, 'Fourth');
  judge(slotsTaken, { expected: [range.start + 1], taken: [slot] });
});

requirement('TMS-ALLOC-04', async ({ bridge, judge }) => {
  const { made } = await bridge.provision(2);
  await bridge.start({ title: 'First' });
  await bridge.start({ title: 'Second' });
  const before = await bridge.spaces(made);
  const calls = await bridge.listing('calls');
  const { slot } = await hold(bridge, 'Third');
  judge(slotsTaken, { expected: [null], taken: [slot] });
  judge(slotsShownFree, { expected: [[]], shown: [await bridge.slotsShownFree()] });
  judge(sameObjects, { before, after: await bridge.spaces(made), except: [] });
  judge(sameObjects, { before: calls.items, after: (await bridge.listing('calls')).items, except: [] });
});

requirement('TMS-ALLOC-05', async ({ bridge, judge }) => {
  const first = await bridge.start({ title: 'First' });
  const second = await bridge.start({ title: 'Second' });
  const { items } = await bridge.listing('calls');
  const correlators = [first, second].map(
    ({ meeting }) => items.find(({ id }) => id === meeting.call)?.fields.callCorrelator ?? '',
  );
  judge(namesDiffer, { what: 'ids of the calls', names: [first.meeting.call, second.meeting.call] });
  judge(namesDiffer, { what: 'call correlators', names: correlators });
});

requirement('TMS-ALLOC-06', async ({ bridge, judge }) => {
  const first = await bridge.start({ title: 'First', passcode: '31415' });
  await bridge.end(first.meeting);
  const { meeting } = await bridge.start({ title: 'Second' });
  const object = await bridge.object(`coSpaces/${meeting.space}`);
  judge(holds, { object, expected: { name: 'Second', passcode: '', secret: meeting.secret } });
  judge(secretIsNew, { now: { secret: object.fields.secret ?? '' }, former: [{ secret: first.meeting.secret }] });
});

requirement('TMS-ALLOC-07', async ({ bridge, judge }) => {
  const { made } = await bridge.provision();
  const total = (await bridge.listing('coSpaces')).items.length;
  judge(pagesAreWhole, { listing: await bridge.listing('coSpaces?limit=2'), total, ids: made });
});
