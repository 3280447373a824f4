import {
  exactlyThese,
  holds,
  identifiedAs,
  listedAs,
  locationNames,
  namesDiffer,
  requirement,
  writeSucceeded,
} from '../../fixtures/index.ts';

const title = 'Morning round of the editors';

requirement('TMS-DIAL-01', async ({ bridge, judge, tmsOptions }) => {
  await bridge.start({ title, dial: [tmsOptions.dial[0]] });
  judge(writeSucceeded, bridge.answer('POST', /calllegs$/));
});

requirement('TMS-DIAL-02', async ({ bridge, judge, tmsOptions }) => {
  await bridge.start({ title, dial: [tmsOptions.dial[0]] });
  judge(locationNames, { answer: bridge.answer('POST', /calllegs$/), collection: 'callLegs' });
});

requirement('TMS-DIAL-03', async ({ bridge, judge, tmsOptions }) => {
  const [remoteParty] = tmsOptions.dial;
  const { meeting } = await bridge.start({ title, dial: [remoteParty] });
  const [leg = ''] = meeting.callLegs;
  judge(listedAs, { listing: await bridge.listing('callLegs'), id: leg, expected: { remoteParty } });
});

requirement('TMS-DIAL-04', async ({ bridge, judge, tmsOptions }) => {
  await bridge.start({ title: 'Another meeting' });
  const { meeting } = await bridge.start({ title, dial: [tmsOptions.dial[0]] });
  const [leg = ''] = meeting.callLegs;
  judge(listedAs, { listing: await bridge.listing('callLegs'), id: leg, expected: { call: meeting.call } });
});

requirement('TMS-DIAL-05', async ({ bridge, judge, tmsOptions }) => {
  const [remoteParty] = tmsOptions.dial;
  const { meeting } = await bridge.start({ title, dial: [remoteParty] });
  const [leg = ''] = meeting.callLegs;
  const object = await bridge.object(`callLegs/${leg}`);
  judge(identifiedAs, { object, element: 'callLeg', id: leg });
  judge(holds, { object, expected: { remoteParty, call: meeting.call } });
});

requirement('TMS-DIAL-06', async ({ bridge, judge, tmsOptions }) => {
  const { meeting, dials } = await bridge.start({ title, dial: tmsOptions.dial });
  judge(namesDiffer, { what: 'Location of the call legs', names: dials.map(({ location = '' }) => location) });
  const listing = await bridge.listing('callLegs');
  judge(exactlyThese, { listing, field: 'call', value: meeting.call, ids: meeting.callLegs });
});

requirement('TMS-DIAL-07', async ({ bench, bridge, judge, tmsOptions }) => {
  const { meeting } = await bridge.start({ title, dial: [tmsOptions.dial[0]] });
  await bench.advance(45 * 60);
  judge(listedAs, { listing: await bridge.listing('calls'), id: meeting.call, expected: { coSpace: meeting.space } });
});
