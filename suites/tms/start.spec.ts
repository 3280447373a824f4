import {
  correlated,
  envelopeIs,
  exactlyThese,
  holds,
  identifiedAs,
  listedAs,
  locationNames,
  noSpaceCameOrWent,
  requirement,
  sameObjects,
  writeSucceeded,
} from '../../fixtures/index.ts';

const title = 'Quarterly planning of building 7';

requirement('TMS-START-01', async ({ bridge, judge }) => {
  await bridge.provision();
  await bridge.tryStart({ title });
  judge(writeSucceeded, bridge.answer('PUT', /cospaces\//));
});

requirement('TMS-START-02', async ({ bridge, judge }) => {
  const { meeting } = await bridge.start({ title });
  judge(listedAs, { listing: await bridge.listing('coSpaces'), id: meeting.space, expected: { name: title } });
  judge(holds, { object: await bridge.object(`coSpaces/${meeting.space}`), expected: { name: title } });
});

requirement('TMS-START-03', async ({ bridge, judge }) => {
  const { meeting } = await bridge.start({ title });
  judge(holds, { object: await bridge.object(`coSpaces/${meeting.space}`), expected: { nonMemberAccess: 'true' } });
});

requirement('TMS-START-04', async ({ bridge, judge }) => {
  const { meeting } = await bridge.start({ title });
  judge(holds, { object: await bridge.object(`coSpaces/${meeting.space}`), expected: { secret: meeting.secret } });
});

requirement('TMS-START-05', async ({ bridge, judge }) => {
  const { meeting } = await bridge.start({ title, passcode: '48215' });
  judge(holds, { object: await bridge.object(`coSpaces/${meeting.space}`), expected: { passcode: meeting.passcode } });
});

requirement('TMS-START-06', async ({ bridge, judge }) => {
  const { meeting } = await bridge.start({ title, passcode: '' });
  judge(holds, { object: await bridge.object(`coSpaces/${meeting.space}`), expected: { passcode: '' } });
});

requirement('TMS-START-07', async ({ bridge, judge }) => {
  const { range } = await bridge.provision();
  const before = await bridge.slot(range.start);
  const { meeting } = await bridge.start({ title });
  const { uri = '', callId = '' } = before.fields;
  judge(identifiedAs, { object: await bridge.slot(range.start), element: 'coSpace', id: before.id });
  judge(holds, { object: await bridge.object(`coSpaces/${meeting.space}`), expected: { uri, callId } });
});

requirement('TMS-START-08', async ({ bridge, judge }) => {
  const { range } = await bridge.provision();
  const before = await bridge.slot(range.start);
  const { meeting } = await bridge.start({ title });
  const { callProfile = '', callLegProfile = '' } = before.fields;
  judge(holds, { object: await bridge.object(`coSpaces/${meeting.space}`), expected: { callProfile, callLegProfile } });
});

requirement('TMS-START-09', async ({ bridge, judge }) => {
  const { made } = await bridge.provision();
  const before = await bridge.spaces(made);
  const { meeting } = await bridge.start({ title });
  const after = await bridge.spaces(made);
  const others = ({ id }: { id: string }) => id !== meeting.space;
  judge(sameObjects, { before: before.filter(others), after: after.filter(others), except: [] });
});

requirement('TMS-START-10', async ({ bridge, judge }) => {
  await bridge.provision();
  await bridge.tryStart({ title });
  const answer = bridge.answer('POST', /calls$/);
  judge(writeSucceeded, answer);
  judge(locationNames, { answer, collection: 'calls' });
});

requirement('TMS-START-11', async ({ bridge, judge }) => {
  const { meeting } = await bridge.start({ title });
  judge(listedAs, { listing: await bridge.listing('calls'), id: meeting.call, expected: { coSpace: meeting.space } });
});

requirement('TMS-START-12', async ({ bridge, judge }) => {
  const { meeting } = await bridge.start({ title });
  judge(listedAs, { listing: await bridge.listing('calls'), id: meeting.call, expected: { name: title } });
});

requirement('TMS-START-13', async ({ bridge, judge }) => {
  const { meeting } = await bridge.start({ title });
  judge(correlated, { listing: await bridge.listing('calls'), ids: [meeting.call] });
});

requirement('TMS-START-14', async ({ bridge, judge }) => {
  const { meeting } = await bridge.start({ title });
  const listing = await bridge.listing('calls');
  judge(exactlyThese, { listing, field: 'coSpace', value: meeting.space, ids: [meeting.call] });
});

requirement('TMS-START-15', async ({ bridge, judge }) => {
  const { meeting } = await bridge.start({ title });
  judge(exactlyThese, { listing: await bridge.listing('calllegs'), field: 'call', value: meeting.call, ids: [] });
});

requirement('TMS-START-16', async ({ bridge, judge }) => {
  await bridge.start({ title });
  judge(envelopeIs, { listing: await bridge.listing('participants'), element: 'participants' });
});

requirement('TMS-START-17', async ({ bridge, judge }) => {
  const { meeting } = await bridge.start({ title });
  const object = await bridge.object(`calls/${meeting.call}`);
  judge(identifiedAs, { object, element: 'call', id: meeting.call });
  judge(holds, { object, expected: { coSpace: meeting.space, name: title } });
});

requirement('TMS-START-18', async ({ bridge, judge }) => {
  const { made } = await bridge.provision();
  const slots = await bridge.spaces(made);
  const before = new Set((await bridge.listing('coSpaces')).items.map(({ id }) => id));
  await bridge.start({ title });
  const listing = await bridge.listing('coSpaces');
  const came = await bridge.spaces(listing.items.map(({ id }) => id).filter((id) => !before.has(id)));
  judge(noSpaceCameOrWent, { slots, title, listing, came });
});
