import {
  holds,
  listedAs,
  type ManagedBridge,
  placeholderName,
  requirement,
  sameObjects,
  slotsTaken,
} from '../../fixtures/index.ts';

/** Where a title can be read: the slot's document, and the lists of spaces and of calls. */
async function readBack(bridge: ManagedBridge, title: string) {
  const { meeting } = await bridge.start({ title });
  return {
    slot: { object: await bridge.object(`coSpaces/${meeting.space}`), expected: { name: title } },
    listedSlot: { listing: await bridge.listing('coSpaces'), id: meeting.space, expected: { name: title } },
    listedCall: { listing: await bridge.listing('calls'), id: meeting.call, expected: { name: title } },
  };
}

requirement('TMS-TEXT-01', async ({ bridge, judge }) => {
  const seen = await readBack(bridge, `R&D <core> > "plan B" & it's done`);
  judge(holds, seen.slot);
  judge(listedAs, seen.listedSlot);
  judge(listedAs, seen.listedCall);
});

requirement('TMS-TEXT-02', async ({ bridge, judge }) => {
  const seen = await readBack(bridge, 'Årsmøte für 東京 и Łódź 🎉');
  judge(holds, seen.slot);
  judge(listedAs, seen.listedSlot);
  judge(listedAs, seen.listedCall);
});

requirement('TMS-TEXT-03', async ({ bridge, judge }) => {
  const { range } = await bridge.provision();
  const neighbour = range.start + 1;
  const before = [await bridge.slot(neighbour)];
  const { meeting } = await bridge.start({ title: placeholderName(neighbour) });
  const expected = { name: placeholderName(neighbour) };
  judge(holds, { object: await bridge.object(`coSpaces/${meeting.space}`), expected });
  judge(sameObjects, { before, after: [await bridge.slot(neighbour)], except: [] });
  const next = await bridge.tryStart({ title: 'Second' });
  judge(slotsTaken, { expected: [neighbour], taken: [next.kind === 'started' ? next.meeting.slot : null] });
});

requirement('TMS-TEXT-04', async ({ bridge, judge }) => {
  const { meeting } = await bridge.start({ title: 'With a PIN', passcode: '0687' });
  judge(holds, { object: await bridge.object(`coSpaces/${meeting.space}`), expected: { passcode: '0687' } });
});

requirement('TMS-TEXT-05', async ({ bridge, judge }) => {
  const seen = await readBack(bridge, 'iPhone Launch NORTH');
  judge(holds, seen.slot);
  judge(listedAs, seen.listedSlot);
  judge(listedAs, seen.listedCall);
});
