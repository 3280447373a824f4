import { exactlyThese, holds, requirement, sameObjects, writeSucceeded } from '../../fixtures/index.ts';

const title = 'Budget of the coming year';
const passcode = '73190';

requirement('TMS-EXTEND-01', async ({ bridge, judge }) => {
  const { meeting } = await bridge.start({ title, passcode });
  const before = bridge.controller.steps.length;
  await bridge.controller.extend(meeting);
  judge(writeSucceeded, bridge.answer('PUT', /cospaces\//, before));
});

requirement('TMS-EXTEND-02', async ({ bridge, judge }) => {
  const { meeting } = await bridge.start({ title, passcode });
  await bridge.extend(meeting);
  const listing = await bridge.listing('calls');
  judge(exactlyThese, { listing, field: 'coSpace', value: meeting.space, ids: [meeting.call] });
});

requirement('TMS-EXTEND-03', async ({ bridge, judge }) => {
  const { made } = await bridge.provision();
  const { meeting } = await bridge.start({ title, passcode });
  const before = await bridge.spaces(made);
  await bridge.extend(meeting);
  judge(sameObjects, { before, after: await bridge.spaces(made), except: ['secret'] });
});

requirement('TMS-EXTEND-04', async ({ bridge, judge }) => {
  const { meeting } = await bridge.start({ title, passcode });
  const { secret = '' } = (await bridge.object(`coSpaces/${meeting.space}`)).fields;
  await bridge.extend(meeting);
  judge(holds, { object: await bridge.object(`coSpaces/${meeting.space}`), expected: { secret } });
});

requirement('TMS-EXTEND-05', async ({ bridge, judge, tmsOptions }) => {
  const { meeting } = await bridge.start({ title, passcode, dial: tmsOptions.dial });
  await bridge.extend(meeting);
  const listing = await bridge.listing('callLegs');
  judge(exactlyThese, { listing, field: 'call', value: meeting.call, ids: meeting.callLegs });
});
