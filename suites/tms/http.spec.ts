import {
  answerSeen,
  challenged,
  documentSent,
  holds,
  identifiedAs,
  listedAs,
  locationNames,
  numbered,
  requirement,
  syncEndsIn,
  unauthorized,
} from '../../fixtures/index.ts';

const coSpaces = '/api/v1/coSpaces';

requirement('TMS-HTTP-01', async ({ api, judge }) => {
  judge(challenged, { answer: answerSeen(await api.request('GET', coSpaces, undefined, 'none')) });
});

requirement('TMS-HTTP-02', async ({ api, judge }) => {
  judge(documentSent, { answer: answerSeen(await api.get(coSpaces)), type: 'text/xml' });
});

requirement('TMS-HTTP-03', async ({ api, bridge, judge, node }) => {
  const { range } = await bridge.provision();
  const { id, fields } = await bridge.slot(range.start);
  const stranger = { username: node.api.username, password: `not ${node.api.password}` };
  judge(unauthorized, answerSeen(await api.request('PUT', `${coSpaces}/${id}`, 'name=Taken', stranger)));
  judge(holds, { object: await bridge.object(`coSpaces/${id}`), expected: { name: fields.name ?? '' } });
});

requirement('TMS-HTTP-04', async ({ api, bridge, judge }) => {
  const { range } = await bridge.provision();
  const { id } = await bridge.slot(range.start);
  await api.put(`/api/v1/cospaces/${id}`, 'name=Renamed');
  judge(holds, { object: await bridge.object(`coSpaces/${id}`), expected: { name: 'Renamed' } });
  const object = await bridge.object(`cospaces/${id}`);
  judge(identifiedAs, { object, element: 'coSpace', id });
  judge(holds, { object, expected: { name: 'Renamed' } });
});

requirement('TMS-HTTP-05', async ({ api, bridge, judge, tmsOptions }) => {
  const { meeting } = await bridge.start({ title: 'Weekly call' });
  const answer = await api.post(`/api/v1/calls/${meeting.call}/calllegs`, `remoteParty=${tmsOptions.dial[0]}`);
  judge(locationNames, { answer: answerSeen(answer), collection: 'callLegs' });
});

requirement('TMS-HTTP-06', async ({ api, bridge, judge }) => {
  const { range } = await bridge.provision();
  const { id } = await bridge.slot(range.start);
  await api.put(`${coSpaces}/${id}`, '&name=Renamed&nonMemberAccess=true');
  const expected = { name: 'Renamed', nonMemberAccess: 'true' };
  judge(holds, { object: await bridge.object(`coSpaces/${id}`), expected });
});

requirement('TMS-HTTP-07', async ({ api, bridge, judge }) => {
  const { made, range, result } = await bridge.provision();
  const set = result.parameterSetId;
  await api.put(`/api/v1/cospaceBulkParameterSets/${set}`, 'coSpaceNameMapping=Room+%24index%24');
  const others = (await bridge.listing('coSpaces')).items.map(({ id }) => id).filter((id) => !made.includes(id));
  const sync = await api.post('/api/v1/cospaceBulkSyncs', `cospaceBulkParameterSet=${set}`);
  const polls = await bridge.syncToItsEnd(sync.location ?? '');
  judge(syncEndsIn, { parameterSet: set, expected: 'complete', polls });
  const now = (await bridge.listing('coSpaces')).items.filter(({ id }) => !others.includes(id));
  judge(numbered, { field: 'name', prefix: 'Room ', namePrefix: 'Room ', range, made: now });
});

requirement('TMS-HTTP-08', async ({ api, bridge, judge, tmsOptions }) => {
  const [remoteParty] = tmsOptions.dial;
  const { meeting } = await bridge.start({ title: 'Weekly call' });
  for (const written of [remoteParty, remoteParty.replaceAll('@', '%40')]) {
    const answer = await api.post(`/api/v1/calls/${meeting.call}/callLegs`, `remoteParty=${written}`);
    const leg = (answer.location ?? '').split('/').at(-1) ?? '';
    judge(listedAs, { listing: await bridge.listing('callLegs'), id: leg, expected: { remoteParty } });
  }
});

requirement('TMS-HTTP-09', async ({ api, bridge, judge }) => {
  const { range } = await bridge.provision();
  const { id } = await bridge.slot(range.start);
  await api.put(`${coSpaces}/${id}`, 'name=Lunch+on+the+roof');
  judge(holds, { object: await bridge.object(`coSpaces/${id}`), expected: { name: 'Lunch on the roof' } });
});
