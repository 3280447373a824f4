import {
  exactlyThese,
  holds,
  identifiedAs,
  listedAs,
  notListed,
  placeholderName,
  refusedAs,
  requirement,
  sameObjects,
  secretIsNew,
  writeSucceeded,
} from '../../fixtures/index.ts';

const title = 'Review of the spring campaign';
const passcode = '20648';

requirement('TMS-END-01', async ({ bridge, judge }) => {
  const { meeting } = await bridge.start({ title, passcode });
  const before = bridge.controller.steps.length;
  await bridge.controller.end(meeting);
  judge(writeSucceeded, bridge.answer('PUT', /cospaces\//, before));
});

requirement('TMS-END-02', async ({ bridge, judge }) => {
  const { meeting } = await bridge.start({ title, passcode });
  await bridge.end(meeting);
  const expected = { name: placeholderName(meeting.slot) };
  judge(listedAs, { listing: await bridge.listing('coSpaces'), id: meeting.space, expected });
  judge(holds, { object: await bridge.object(`coSpaces/${meeting.space}`), expected });
});

requirement('TMS-END-03', async ({ bridge, judge }) => {
  const { meeting } = await bridge.start({ title, passcode });
  await bridge.end(meeting);
  judge(holds, { object: await bridge.object(`coSpaces/${meeting.space}`), expected: { nonMemberAccess: 'false' } });
});

requirement('TMS-END-04', async ({ bridge, judge }) => {
  const { meeting } = await bridge.start({ title, passcode });
  await bridge.end(meeting);
  judge(holds, { object: await bridge.object(`coSpaces/${meeting.space}`), expected: { passcode: '' } });
});

requirement('TMS-END-05', async ({ bridge, judge }) => {
  const { range } = await bridge.provision();
  const first = await bridge.slot(range.start);
  const { meeting } = await bridge.start({ title, passcode });
  await bridge.end(meeting);
  const now = await bridge.object(`coSpaces/${meeting.space}`);
  const former = [{ secret: meeting.secret }, { secret: first.fields.secret ?? '' }];
  judge(secretIsNew, { now: { secret: now.fields.secret ?? '' }, former });
});

requirement('TMS-END-06', async ({ bridge, judge }) => {
  const { meeting } = await bridge.start({ title, passcode });
  await bridge.end(meeting);
  judge(writeSucceeded, bridge.answer('DELETE', /calls\//));
});

requirement('TMS-END-07', async ({ bridge, judge }) => {
  const { meeting } = await bridge.start({ title, passcode });
  await bridge.end(meeting);
  judge(notListed, { listing: await bridge.listing('calls'), ids: [meeting.call] });
});

requirement('TMS-END-08', async ({ bridge, judge, tmsOptions }) => {
  const { meeting } = await bridge.start({ title, passcode, dial: tmsOptions.dial });
  await bridge.end(meeting);
  judge(notListed, { listing: await bridge.listing('callLegs'), ids: meeting.callLegs });
});

requirement('TMS-END-09', async ({ bridge, judge }) => {
  const { meeting } = await bridge.start({ title, passcode });
  await bridge.end(meeting);
  judge(refusedAs, { answer: await bridge.object(`calls/${meeting.call}`), reason: 'callDoesNotExist' });
});

requirement('TMS-END-10', async ({ bridge, judge }) => {
  const { range } = await bridge.provision();
  const before = await bridge.slot(range.start);
  const { meeting } = await bridge.start({ title, passcode });
  await bridge.end(meeting);
  const object = await bridge.object(`coSpaces/${meeting.space}`);
  const { uri = '', callId = '' } = before.fields;
  judge(identifiedAs, { object, element: 'coSpace', id: before.id });
  judge(holds, { object, expected: { uri, callId } });
});

requirement('TMS-END-11', async ({ bridge, judge }) => {
  const { made } = await bridge.provision();
  const before = await bridge.spaces(made);
  const { meeting } = await bridge.start({ title, passcode });
  await bridge.extend(meeting);
  await bridge.end(meeting);
  judge(sameObjects, { before, after: await bridge.spaces(made), except: ['secret'] });
});

requirement('TMS-END-12', async ({ bridge, judge, tmsOptions }) => {
  const { meeting } = await bridge.start({ title, passcode });
  const other = (await bridge.start({ title: 'The other one', dial: [tmsOptions.dial[0]] })).meeting;
  const before = [await bridge.object(`coSpaces/${other.space}`)];
  await bridge.end(meeting);
  judge(sameObjects, { before, after: [await bridge.object(`coSpaces/${other.space}`)], except: [] });
  const calls = await bridge.listing('calls');
  judge(listedAs, { listing: calls, id: other.call, expected: { coSpace: other.space, name: other.title } });
  const listing = await bridge.listing('callLegs');
  judge(exactlyThese, { listing, field: 'call', value: other.call, ids: other.callLegs });
});

requirement('TMS-END-13', async ({ api, bridge, judge }) => {
  const { meeting } = await bridge.start({ title, passcode });
  const reset = `&nonMemberAccess=false&passcode=&name=${placeholderName(meeting.slot)}&regenerateSecret=true`;
  await api.put(`/api/v1/cospaces/${meeting.space}`, reset);
  judge(listedAs, { listing: await bridge.listing('calls'), id: meeting.call, expected: { coSpace: meeting.space } });
});
