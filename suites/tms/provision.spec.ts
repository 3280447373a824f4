import {
  eachHolds,
  holds,
  locationNames,
  type ManagedBridge,
  noCallIn,
  noSlotCameAgain,
  notListed,
  numbered,
  oneSpacePerNumber,
  placeholderName,
  requirement,
  type Slots,
  sameObjects,
  secretsAreOwn,
  syncEndsIn,
  TargetUnavailable,
  writeSucceeded,
} from '../../fixtures/index.ts';

const namePrefix = 'TMS_Scheduled_Meeting_';

/** The outcome of a sync that was accepted, whatever it ended in. */
async function synced(bridge: ManagedBridge, range = bridge.range()): Promise<Slots> {
  const slots = await bridge.tryProvision(range);
  if ('kind' in slots) throw new TargetUnavailable(`precondition: ${slots.step.path} was refused`);
  return slots;
}

requirement('TMS-PROV-01', async ({ bridge, judge }) => {
  await bridge.tryProvision(bridge.range());
  const answer = bridge.answer('POST', /cospaceBulkParameterSets$/);
  judge(writeSucceeded, answer);
  judge(locationNames, { answer, collection: 'cospaceBulkParameterSets' });
});

requirement('TMS-PROV-02', async ({ bridge, judge }) => {
  const { range, result } = await synced(bridge);
  const { callProfileId } = await bridge.add();
  judge(holds, {
    object: await bridge.object(`cospaceBulkParameterSets/${result.parameterSetId}`),
    expected: {
      startIndex: String(range.start),
      endIndex: String(range.end),
      coSpaceUriMapping: '$index$',
      coSpaceNameMapping: `${namePrefix}$index$`,
      coSpaceCallIdMapping: '$index$',
      callProfile: callProfileId,
      nonMemberAccess: 'false',
    },
  });
});

requirement('TMS-PROV-03', async ({ bridge, judge }) => {
  await bridge.tryProvision(bridge.range());
  const answer = bridge.answer('POST', /cospaceBulkSyncs$/);
  judge(writeSucceeded, answer);
  judge(locationNames, { answer, collection: 'cospaceBulkSyncs' });
});

requirement('TMS-PROV-04', async ({ bridge, judge }) => {
  const { result } = await synced(bridge);
  const polls = await bridge.syncToItsEnd(`cospaceBulkSyncs/${result.syncId}`);
  judge(syncEndsIn, { parameterSet: result.parameterSetId, expected: 'complete', polls });
});

requirement('TMS-PROV-05', async ({ bridge, judge }) => {
  const { range, made } = await bridge.provision();
  judge(oneSpacePerNumber, { range, made: await bridge.spaces(made) });
});

requirement('TMS-PROV-06', async ({ bridge, judge }) => {
  const { range, made } = await bridge.provision();
  judge(numbered, { field: 'name', prefix: namePrefix, namePrefix, range, made: await bridge.spaces(made) });
});

requirement('TMS-PROV-07', async ({ bridge, judge }) => {
  const { range, made } = await bridge.provision();
  judge(numbered, { field: 'uri', prefix: '', namePrefix, range, made: await bridge.spaces(made) });
});

requirement('TMS-PROV-08', async ({ bridge, judge }) => {
  const { range, made } = await bridge.provision();
  judge(numbered, { field: 'callId', prefix: '', namePrefix, range, made: await bridge.spaces(made) });
});

requirement('TMS-PROV-09', async ({ bridge, judge }) => {
  const { made } = await bridge.provision();
  judge(eachHolds, { objects: await bridge.spaces(made), count: 1, expected: { nonMemberAccess: 'false' } });
});

requirement('TMS-PROV-10', async ({ bridge, judge }) => {
  const { made } = await bridge.provision();
  const { callProfileId } = await bridge.add();
  judge(eachHolds, { objects: await bridge.spaces(made), count: 1, expected: { callProfile: callProfileId } });
});

requirement('TMS-PROV-11', async ({ bridge, judge }) => {
  const { made } = await bridge.provision();
  const { callLegProfileId } = await bridge.add();
  judge(eachHolds, { objects: await bridge.spaces(made), count: 1, expected: { callLegProfile: callLegProfileId } });
});

requirement('TMS-PROV-12', async ({ bridge, judge }) => {
  const { made } = await bridge.provision();
  const spaces = await bridge.spaces(made);
  judge(secretsAreOwn, { slots: spaces.map(({ fields }) => ({ secret: fields.secret ?? '' })) });
});

requirement('TMS-PROV-13', async ({ bridge, judge }) => {
  const { made } = await bridge.provision();
  judge(eachHolds, { objects: await bridge.spaces(made), count: 1, expected: { passcode: '' } });
  judge(noCallIn, { calls: await bridge.listing('calls'), spaces: made });
});

requirement('TMS-PROV-14', async ({ bridge, judge }) => {
  const range = bridge.range();
  await bridge.createSpace({ name: 'Board room', uri: String(range.end) });
  const { result } = await synced(bridge);
  const polls = await bridge.syncToItsEnd(`cospaceBulkSyncs/${result.syncId}`);
  judge(syncEndsIn, { parameterSet: result.parameterSetId, expected: 'failedCoSpaceUriConflict', polls });
});

requirement('TMS-PROV-15', async ({ bridge, judge }) => {
  const range = bridge.range();
  await bridge.createSpace({ name: 'Board room', uri: 'board.room.of.building.7', callId: String(range.end) });
  const { result } = await synced(bridge);
  const polls = await bridge.syncToItsEnd(`cospaceBulkSyncs/${result.syncId}`);
  judge(syncEndsIn, { parameterSet: result.parameterSetId, expected: 'failedCallIdConflict', polls });
});

requirement('TMS-PROV-16', async ({ bridge, judge }) => {
  const range = bridge.range();
  await bridge.createSpace({ name: 'Board room', uri: String(range.end) });
  const { made } = await synced(bridge);
  judge(notListed, { listing: await bridge.listing('coSpaces'), ids: made });
});

requirement('TMS-PROV-17', async ({ bridge, judge }) => {
  const { start } = bridge.range();
  const { result, made } = await synced(bridge, { start: start + 3, end: start });
  const polls = await bridge.syncToItsEnd(`cospaceBulkSyncs/${result.syncId}`);
  judge(syncEndsIn, { parameterSet: result.parameterSetId, expected: 'failedIndexRangeInvalid', polls });
  judge(notListed, { listing: await bridge.listing('coSpaces'), ids: made });
});

requirement('TMS-PROV-18', async ({ api, bridge, judge }) => {
  const { made, result } = await bridge.provision();
  const slots = await bridge.spaces(made);
  const before = new Set((await bridge.listing('coSpaces')).items.map(({ id }) => id));
  await api.put(`/api/v1/coSpaces/${made[0]}`, [['name', 'Renamed']]);
  const set = result.parameterSetId;
  const sync = await api.post('/api/v1/cospaceBulkSyncs', `cospaceBulkParameterSet=${set}&removeAll=true`);
  const polls = await bridge.syncToItsEnd(sync.location ?? '');
  judge(syncEndsIn, { parameterSet: set, expected: 'complete', polls });
  const listing = await bridge.listing('coSpaces');
  judge(notListed, { listing, ids: made });
  const came = listing.items.map(({ id }) => id).filter((id) => !before.has(id));
  judge(noSlotCameAgain, { slots, came: await bridge.spaces(came) });
});

requirement('TMS-PROV-19', async ({ api, bridge, judge }) => {
  const { made, result, range } = await bridge.provision();
  const others = (await bridge.listing('coSpaces')).items.map(({ id }) => id).filter((id) => !made.includes(id));
  const shorter = { start: range.start + 1, end: range.end };
  const set = result.parameterSetId;
  await api.put(`/api/v1/cospaceBulkParameterSets/${set}`, [['startIndex', String(shorter.start)]]);
  const sync = await api.post('/api/v1/cospaceBulkSyncs', `cospaceBulkParameterSet=${set}`);
  const polls = await bridge.syncToItsEnd(sync.location ?? '');
  judge(syncEndsIn, { parameterSet: set, expected: 'complete', polls });
  const { items } = await bridge.listing('coSpaces');
  const now = await bridge.spaces(items.map(({ id }) => id).filter((id) => !others.includes(id)));
  judge(oneSpacePerNumber, { range: shorter, made: now });
  judge(numbered, { field: 'name', prefix: namePrefix, namePrefix, range: shorter, made: now });
});

requirement('TMS-PROV-20', async ({ api, bridge, judge }) => {
  const { made, result, range } = await bridge.provision();
  const before = await bridge.spaces(made);
  const others = (await bridge.listing('coSpaces')).items.map(({ id }) => id);
  await bridge.createSpace({ name: 'Board room', uri: String(range.end + 2) });
  const set = result.parameterSetId;
  await api.put(`/api/v1/cospaceBulkParameterSets/${set}`, [['endIndex', String(range.end + 2)]]);
  const sync = await api.post('/api/v1/cospaceBulkSyncs', `cospaceBulkParameterSet=${set}`);
  const polls = await bridge.syncToItsEnd(sync.location ?? '');
  judge(syncEndsIn, { parameterSet: set, expected: 'failedCoSpaceUriConflict', polls });
  judge(sameObjects, { before, after: await bridge.spaces(made), except: [] });
  const { items } = await bridge.listing('coSpaces');
  const added = items.filter(
    ({ id, fields }) => !others.includes(id) && fields.name === placeholderName(range.end + 1),
  );
  judge(sameObjects, { before: [], after: added, except: [] });
});
