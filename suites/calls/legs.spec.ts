import {
  isAccepted,
  isGone,
  isMadeAt,
  isRefused,
  labelIsShort,
  listsOnly,
  type RequirementId,
  reads,
  readsAfter,
  requirement,
  uniqueName,
} from '../../fixtures/index.ts';

requirement('CALL-LEG-01', async ({ calls, judge }) => {
  const call = await calls.call();
  const remoteParty = `${uniqueName()}@party.example.test`;
  const made = await calls.post(`${call.path}/callLegs`, { remoteParty });
  const document = await calls.located('callLegs', made);
  judge(isMadeAt, { collection: 'callLegs', made, document, expected: { remoteParty, call: call.id } });
});

requirement('CALL-LEG-02', async ({ calls, judge }) => {
  const leg = await calls.leg(await calls.call(), { defaultLayout: 'telepresence' });
  const document = await calls.document(leg.path);
  judge(reads, { document, expected: { 'configuration/defaultLayout': 'telepresence' } });
});

requirement('CALL-LEG-03', async ({ calls, judge }) => {
  const ownerId = uniqueName();
  const leg = await calls.leg(await calls.call(), { ownerId });
  judge(reads, { document: await calls.document(leg.path), expected: { 'configuration/ownerId': ownerId } });
});

requirement('CALL-LEG-04', async ({ calls, judge }) => {
  const leg = await calls.leg(await calls.call(), { chosenLayout: 'stacked' });
  const field = 'configuration/chosenLayout';
  judge(reads, { document: await calls.document(leg.path), expected: { [field]: 'stacked' } });
  const written = await calls.put(leg.path, { chosenLayout: 'onePlusFive' });
  judge(readsAfter, { written, documents: [await calls.document(leg.path)], expected: { [field]: 'onePlusFive' } });
});

requirement('CALL-LEG-05', async ({ calls, judge }) => {
  const leg = await calls.leg(await calls.call(), { layout: 'stacked', defaultLayout: 'speakerOnly' });
  const document = await calls.document(leg.path);
  judge(reads, { document, expected: { 'configuration/defaultLayout': 'speakerOnly' } });
});

const muteFlags: readonly [RequirementId, string][] = [
  ['CALL-MUTE-01', 'rxAudioMute'],
  ['CALL-MUTE-02', 'txAudioMute'],
  ['CALL-MUTE-03', 'rxVideoMute'],
  ['CALL-MUTE-04', 'txVideoMute'],
];

for (const [id, flag] of muteFlags) {
  requirement(id, async ({ calls, judge }) => {
    const leg = await calls.leg(await calls.call());
    for (const value of ['true', 'false']) {
      const written = await calls.put(leg.path, { [flag]: value });
      const documents = [await calls.document(leg.path)];
      judge(readsAfter, { written, documents, expected: { [`configuration/${flag}`]: value } });
    }
  });
}

requirement('CALL-LEG-06', async ({ calls, judge }) => {
  const leg = await calls.leg(await calls.call());
  await calls.document(leg.path);
  const removed = await calls.delete(leg.path);
  judge(isGone, { removed, documents: [{ answer: await calls.get(leg.path), reason: 'callLegDoesNotExist' }] });
});

requirement('CALL-LEG-07', async ({ calls, judge }) => {
  const leg = await calls.leg(await calls.call());
  const answer = await calls.post(`${leg.path}/generateKeyframe`);
  await calls.document(leg.path);
  judge(isAccepted, answer);
});

requirement('CALL-LEG-08', async ({ calls, judge }) => {
  const leg = await calls.leg(await calls.call());
  judge(isRefused, { answer: await calls.put(`${leg.path}/cameraControl`, { pan: 'inside out' }), reasons: [] });
});

requirement('CALL-LEG-09', async ({ calls, judge }) => {
  const call = await calls.call();
  const [owned, other] = [await calls.leg(call, { ownerId: uniqueName() }), await calls.leg(call)];
  const listing = await calls.list('callLegs?ownerIdSet=true');
  for (const { path } of [owned, other]) await calls.document(path);
  judge(listsOnly, { listing, present: [owned.id], absent: [other.id] });
});

requirement('CALL-LEG-10', async ({ calls, judge }) => {
  const call = await calls.call();
  const [one, other] = [await calls.participant(call), await calls.participant(call)];
  const listing = await calls.list(`callLegs?participantFilter=${one.id}`);
  for (const { path } of [one, other]) await calls.document(path);
  judge(listsOnly, { listing, present: [one.leg.id], absent: [other.leg.id] });
});

requirement('CALL-LEG-11', async ({ calls, judge }) => {
  const { id: tenant } = await calls.tenant();
  const [one, other] = [await calls.leg(await calls.call({ tenant })), await calls.leg(await calls.call())];
  const listing = await calls.list(`callLegs?tenantFilter=${tenant}`);
  for (const { path } of [one, other]) await calls.document(path);
  judge(listsOnly, { listing, present: [one.id], absent: [other.id] });
});

requirement('CALL-LEG-12', async ({ calls, bench, judge }) => {
  const leg = await calls.leg(await calls.call(), { maxCallDurationTime: '600' });
  await calls.answer(leg);
  await bench.advance(500);
  judge(isAccepted, await calls.get(leg.path));
  await bench.advance(101);
  judge(isRefused, { answer: await calls.get(leg.path), reasons: ['callLegDoesNotExist'] });
});

requirement('CALL-LEG-13', async ({ calls, bench, judge }) => {
  const { id: callLegProfile } = await calls.make('callLegProfiles', { maxCallDurationTime: '600' });
  const leg = await calls.leg(await calls.call({ callLegProfile }));
  await calls.answer(leg);
  await bench.advance(500);
  await calls.document(leg.path);
  await bench.advance(101);
  judge(isRefused, { answer: await calls.get(leg.path), reasons: ['callLegDoesNotExist'] });
});

const label = 'configuration/nameLabelOverride';

requirement('CALL-LABEL-01', async ({ calls, judge }) => {
  const leg = await calls.leg(await calls.call());
  const written = await calls.put(leg.path, { nameLabelOverride: 'Room 7' });
  judge(readsAfter, { written, documents: [await calls.document(leg.path)], expected: { [label]: 'Room 7' } });
});

requirement('CALL-LABEL-02', async ({ calls, judge }) => {
  const { path, leg } = await calls.participant(await calls.call());
  const written = await calls.put(leg.path, { nameLabelOverride: 'Room 7' });
  judge(readsAfter, { written, documents: [await calls.document(path)], expected: { [label]: 'Room 7' } });
});

requirement('CALL-LABEL-03', async ({ calls, judge }) => {
  const { path, leg } = await calls.participant(await calls.call());
  const written = await calls.put(path, { nameLabelOverride: 'Room 7' });
  judge(readsAfter, { written, documents: [await calls.document(leg.path)], expected: { [label]: 'Room 7' } });
});

requirement('CALL-LABEL-04', async ({ calls, judge }) => {
  const { path, leg } = await calls.participant(await calls.call(), { nameLabelOverride: 'Room 7' });
  const written = await calls.put(path, { nameLabelOverride: '' });
  const documents = [await calls.document(path), await calls.document(leg.path)];
  judge(readsAfter, { written, documents, expected: { [label]: null } });
});

requirement('CALL-LABEL-05', async ({ calls, judge }) => {
  const { path } = await calls.participant(await calls.call());
  await calls.put(path, { nameLabelOverride: 'é'.repeat(26) });
  judge(labelIsShort, { document: await calls.document(path), field: label, bytes: 50 });
});

requirement('CALL-LABEL-06', async ({ calls, judge }) => {
  const { path } = await calls.participant(await calls.call());
  const text = 'é'.repeat(25);
  const written = await calls.put(path, { nameLabelOverride: text });
  judge(readsAfter, { written, documents: [await calls.document(path)], expected: { [label]: text } });
});
