import {
  allEndIn,
  eachHolds,
  holds,
  listedAs,
  requirement,
  sameObjects,
  spacesAre,
  syncEndsIn,
  verbIsRefused,
} from '../../fixtures/index.ts';

/** Greatest number that a field takes. */
const greatest = '2147483647';

requirement('BULK-SET-01', async ({ bulk, judge }) => {
  const set = await bulk.set({ startIndex: '7', endIndex: '9' });
  const listing = await bulk.list('cospaceBulkParameterSets');
  judge(listedAs, { listing, id: set, expected: { startIndex: '7', endIndex: '9' } });
});

requirement('BULK-SET-02', async ({ bulk, judge }) => {
  const coSpaceNameMapping = `${bulk.marker} $index$`;
  const set = await bulk.set({ coSpaceUriMapping: `${bulk.marker}.$index$`, nonMemberAccess: 'false' });
  await bulk.change(set, { endIndex: '5' });
  const expected = {
    startIndex: '1',
    endIndex: '5',
    coSpaceNameMapping,
    coSpaceUriMapping: `${bulk.marker}.$index$`,
    nonMemberAccess: 'false',
  };
  judge(holds, { object: await bulk.read(`cospaceBulkParameterSets/${set}`), expected });
});

requirement('BULK-SET-03', async ({ bulk, judge }) => {
  const set = await bulk.set();
  await bulk.complete(set);
  await bulk.change(set, { coSpaceNameMapping: `${bulk.marker} changed $index$`, endIndex: '4' });
  // whatever the change might have queued has run when the sync of another set has
  await bulk.complete(await bulk.set({ startIndex: '8', endIndex: '8' }));
  judge(spacesAre, { listing: await bulk.spaces(), expected: bulk.named(1, 2, 3, 8) });
});

requirement('BULK-SET-04', async ({ bulk, judge }) => {
  await bulk.complete(await bulk.set());
  judge(eachHolds, { objects: await bulk.documents(), count: 3, expected: { nonMemberAccess: 'true' } });
});

requirement('BULK-SYNC-01', async ({ bulk, judge }) => {
  const set = await bulk.set();
  const sync = await bulk.queue(set);
  await bulk.polls(sync);
  judge(listedAs, {
    listing: await bulk.list('cospaceBulkSyncs'),
    id: sync.slice(sync.lastIndexOf('/') + 1),
    expected: { cospaceBulkParameterSet: set, status: 'complete' },
  });
});

requirement('BULK-SYNC-02', async ({ bulk, judge }) => {
  const set = await bulk.set({ coSpaceUriMapping: bulk.marker });
  const polls = await bulk.sync(set);
  judge(syncEndsIn, { parameterSet: set, expected: 'failedCoSpaceUriConflict', polls });
  judge(spacesAre, { listing: await bulk.spaces(), expected: [] });
});

requirement('BULK-SYNC-03', async ({ bulk, judge }) => {
  const set = await bulk.set({ coSpaceCallIdMapping: bulk.digits });
  const polls = await bulk.sync(set);
  judge(syncEndsIn, { parameterSet: set, expected: 'failedCallIdConflict', polls });
  judge(spacesAre, { listing: await bulk.spaces(), expected: [] });
});

requirement('BULK-SYNC-04', async ({ bulk, judge }) => {
  const set = await bulk.set({ startIndex: '0', endIndex: greatest });
  const polls = await bulk.sync(set);
  judge(syncEndsIn, { parameterSet: set, expected: 'failedIndexRangeTooGreat', polls });
  judge(spacesAre, { listing: await bulk.spaces(), expected: [] });
});

requirement('BULK-SYNC-05', async ({ bulk, judge }) => {
  const nobody = bulk.nobody();
  judge(syncEndsIn, {
    parameterSet: nobody,
    expected: 'failedNoSuchParameterSet',
    polls: await bulk.sync(nobody),
  });
});

requirement('BULK-SYNC-06', async ({ bulk, judge }) => {
  const set = await bulk.set({ startIndex: '41', endIndex: '41' });
  judge(syncEndsIn, { parameterSet: set, expected: 'complete', polls: await bulk.sync(set) });
  judge(spacesAre, { listing: await bulk.spaces(), expected: bulk.named(41) });
});

requirement('BULK-SYNC-07', async ({ bulk, judge }) => {
  const set = await bulk.set({ coSpaceUriMapping: `${bulk.marker}.$index$` });
  await bulk.complete(set);
  const coSpaceUriMapping = `${bulk.marker}.$index$.new`;
  await bulk.change(set, { coSpaceUriMapping, coSpaceCallIdMapping: `${bulk.digits}$index$` });
  judge(syncEndsIn, { parameterSet: set, expected: 'complete', polls: await bulk.sync(set) });
  const expected = [1, 2, 3].map((index) => ({
    name: `${bulk.marker} ${index}`,
    uri: `${bulk.marker}.${index}.new`,
    callId: `${bulk.digits}${index}`,
  }));
  judge(spacesAre, { listing: await bulk.spaces(), expected });
});

requirement('BULK-SYNC-08', async ({ bulk, judge }) => {
  const set = await bulk.set({ coSpaceUriMapping: `${bulk.marker}.$index$` });
  await bulk.complete(set);
  judge(syncEndsIn, { parameterSet: set, expected: 'complete', polls: await bulk.sync(set) });
  const expected = bulk.named(1, 2, 3).map((space, at) => ({ ...space, uri: `${bulk.marker}.${at + 1}` }));
  judge(spacesAre, { listing: await bulk.spaces(), expected });
});

requirement('BULK-SYNC-09', async ({ bulk, judge }) => {
  await bulk.complete(await bulk.set({ startIndex: '11', endIndex: '12' }));
  const set = await bulk.set();
  await bulk.complete(set);
  const polls = await bulk.sync(set, { removeAll: 'true' });
  judge(syncEndsIn, { parameterSet: set, expected: 'complete', polls });
  judge(spacesAre, { listing: await bulk.spaces(), expected: bulk.named(11, 12) });
});

requirement('BULK-SYNC-10', async ({ bulk, judge }) => {
  const set = await bulk.set({ endIndex: '20' });
  const queued = [await bulk.queue(set), await bulk.queue(set), await bulk.queue(set), await bulk.queue(set)];
  queued.push(await bulk.queue(set, { removeAll: 'true' }));
  const ends = (await Promise.all(queued.map((sync) => bulk.polls(sync)))).flatMap((polls) => polls.at(-1) ?? []);
  judge(allEndIn, { ends, expected: 'complete' });
  judge(spacesAre, { listing: await bulk.spaces(), expected: [] });
});

requirement('BULK-SYNC-11', async ({ bulk, judge }) => {
  const sync = await bulk.queue(await bulk.set());
  await bulk.polls(sync);
  judge(verbIsRefused, await bulk.put(sync, { removeAll: 'true' }));
});

requirement('BULK-SYNC-12', async ({ bulk, judge }) => {
  const set = await bulk.set();
  const polls = await bulk.sync(set, { removeAll: 'true' });
  judge(syncEndsIn, { parameterSet: set, expected: 'complete', polls });
  judge(spacesAre, { listing: await bulk.spaces(), expected: [] });
});

requirement('BULK-SYNC-13', async ({ bulk, judge }) => {
  const set = await bulk.set();
  await bulk.complete(set);
  await bulk.complete(set, { removeAll: 'true' });
  judge(syncEndsIn, { parameterSet: set, expected: 'complete', polls: await bulk.sync(set) });
  judge(spacesAre, { listing: await bulk.spaces(), expected: bulk.named(1, 2, 3) });
});

requirement('BULK-SYNC-14', async ({ bulk, judge }) => {
  const set = await bulk.set();
  const polls = await bulk.sync(set, { removeAll: 'false' });
  judge(syncEndsIn, { parameterSet: set, expected: 'complete', polls });
  judge(spacesAre, { listing: await bulk.spaces(), expected: bulk.named(1, 2, 3) });
});

requirement('BULK-SYNC-15', async ({ bulk, judge }) => {
  const own = await bulk.create('coSpaces', { name: `${bulk.marker} made by hand` });
  const before = [await bulk.read(`coSpaces/${own}`)];
  const set = await bulk.set();
  await bulk.complete(set);
  await bulk.complete(set);
  judge(sameObjects, { before, after: [await bulk.read(`coSpaces/${own}`)], except: [] });
});

requirement('BULK-ATTACH-01', async ({ bulk, judge }) => {
  const tenant = await bulk.create('tenants', { name: bulk.marker });
  await bulk.complete(await bulk.set({ tenant }));
  judge(eachHolds, { objects: await bulk.documents(), count: 3, expected: { tenant } });
});

requirement('BULK-ATTACH-02', async ({ bulk, judge }) => {
  const callBrandingProfile = await bulk.create('callBrandingProfiles', {});
  await bulk.complete(await bulk.set({ callBrandingProfile }));
  judge(eachHolds, { objects: await bulk.documents(), count: 3, expected: { callBrandingProfile } });
});
