import {
  isBetween,
  isGone,
  isMadeAt,
  isNotRefusedFor,
  isRefused,
  listsOnly,
  listsWith,
  type RequirementId,
  reads,
  readsAfter,
  requirement,
  uniqueName,
} from '../../fixtures/index.ts';

requirement('CALL-START-01', async ({ calls, judge }) => {
  const space = await calls.space();
  const made = await calls.tryMake('calls', { coSpace: space.id });
  const document = await calls.get(`calls/${made.location.split('/').at(-1)}`);
  judge(isMadeAt, { collection: 'calls', made, document, expected: { coSpace: space.id } });
});

requirement('CALL-START-02', async ({ calls, judge }) => {
  const name = uniqueName();
  const call = await calls.make('calls', { name });
  judge(reads, { document: await calls.document(call.path), expected: { name, coSpace: null } });
});

requirement('CALL-START-03', async ({ calls, judge }) => {
  judge(isRefused, { answer: await calls.tryMake('calls', { locked: 'true' }), reasons: [] });
});

requirement('CALL-START-04', async ({ calls, judge }) => {
  const answer = await calls.tryMake('calls', { coSpace: '00000000-0000-4000-8000-000000000000' });
  judge(isRefused, { answer, reasons: ['coSpaceDoesNotExist', 'parameterError:coSpace'] });
});

requirement('CALL-TYPE-01', async ({ calls, judge }) => {
  const call = await calls.call();
  judge(reads, { document: await calls.document(call.path), expected: { callType: 'coSpace' } });
});

requirement('CALL-TENANT-01', async ({ calls, judge }) => {
  const { id: tenant } = await calls.tenant();
  const call = await calls.call({ tenant });
  judge(reads, { document: await calls.document(call.path), expected: { tenant } });
  judge(listsWith, { listing: await calls.list('calls'), id: call.id, expected: { tenant } });
});

requirement('CALL-OWNER-01', async ({ calls, judge }) => {
  const call = await calls.call({ meetingScheduler: 'Ada Lovelace' });
  judge(reads, { document: await calls.document(call.path), expected: { ownerName: 'Ada Lovelace' } });
});

requirement('CALL-DEFAULT-01', async ({ calls, judge }) => {
  const call = await calls.call();
  judge(reads, { document: await calls.document(call.path), expected: { allowAllPresentationContribution: 'false' } });
});

requirement('CALL-DEFAULT-02', async ({ calls, judge }) => {
  const call = await calls.call();
  judge(reads, { document: await calls.document(call.path), expected: { activeWhenEmpty: 'true' } });
});

requirement('CALL-COUNT-01', async ({ calls, judge }) => {
  const call = await calls.call();
  const legs = [await calls.leg(call), await calls.leg(call)];
  const document = await calls.document(call.path);
  for (const { path } of legs) await calls.document(path);
  judge(reads, { document, expected: { numCallLegs: '2' } });
});

requirement('CALL-COUNT-02', async ({ calls, judge }) => {
  const call = await calls.call();
  const [one] = [await calls.leg(call), await calls.leg(call)];
  const before = Number((await calls.document(call.path)).fields.maxCallLegs);
  await calls.delete(one.path);
  const document = await calls.document(call.path);
  judge(isBetween, { document, field: 'maxCallLegs', atLeast: Math.max(1, before), atMost: 2 });
});

requirement('CALL-COUNT-03', async ({ calls, judge }) => {
  const call = await calls.call();
  const there = [await calls.participant(call), await calls.participant(call)];
  const document = await calls.document(call.path);
  for (const { path } of there) await calls.document(path);
  judge(reads, { document, expected: { numParticipantsLocal: '2' } });
});

requirement('CALL-LOCK-01', async ({ calls, judge }) => {
  const call = await calls.call();
  for (const locked of ['true', 'false']) {
    const written = await calls.put(call.path, { locked });
    judge(readsAfter, { written, documents: [await calls.get(call.path)], expected: { locked } });
  }
});

requirement('CALL-LOCK-02', async ({ calls, judge }) => {
  const call = await calls.call();
  await calls.answer(await calls.leg(call));
  await calls.put(call.path, { locked: 'true' });
  const guest = await calls.leg(call, { needsActivation: 'true' });
  await calls.answer(guest);
  judge(reads, { document: await calls.document(guest.path), expected: { 'status/deactivated': 'true' } });
});

requirement('CALL-LOCK-03', async ({ calls, judge }) => {
  const call = await calls.call();
  await calls.answer(await calls.leg(call));
  const guest = await calls.leg(call, { needsActivation: 'true' });
  await calls.answer(guest);
  const written = await calls.put(call.path, { locked: 'true' });
  const documents = [await calls.document(guest.path)];
  judge(readsAfter, { written, documents, expected: { 'status/deactivated': ['false', ''] } });
});

requirement('CALL-LOCK-04', async ({ calls, judge }) => {
  const call = await calls.call();
  const written = await calls.put(call.path, { locked: 'true' });
  const member = await calls.leg(call, { needsActivation: 'false' });
  await calls.answer(member);
  const documents = [await calls.document(member.path)];
  judge(readsAfter, { written, documents, expected: { 'status/deactivated': ['false', ''] } });
});

/** Fields of a live call with values that each must be kept, in this order. */
const kept: readonly [RequirementId, string, readonly string[]][] = [
  ['CALL-FLAG-01', 'allowAllMuteSelf', ['true', 'false']],
  ['CALL-FLAG-02', 'allowAllPresentationContribution', ['true', 'false']],
  ['CALL-FLAG-03', 'joinAudioMuteOverride', ['true', 'false']],
  ['CALL-MESSAGE-01', 'messageText', ['We start at ten', 'Größe & "mehr" <b>']],
  ['CALL-MESSAGE-02', 'messagePosition', ['top', 'bottom', 'middle']],
  ['CALL-MESSAGE-03', 'messageDuration', ['300', '45']],
  ['CALL-MESSAGE-04', 'messageDuration', ['permanent']],
  ['CALL-PANE-01', 'panePlacementHighestImportance', ['3', '7']],
  ['CALL-PANE-02', 'panePlacementSelfPaneMode', ['self', 'blank', 'skip']],
];

for (const [id, field, values] of kept) {
  requirement(id, async ({ calls, judge }) => {
    const call = await calls.call();
    for (const value of values) {
      const written = await calls.put(call.path, { [field]: value });
      judge(readsAfter, { written, documents: [await calls.get(call.path)], expected: { [field]: value } });
    }
  });
}

requirement('CALL-FLAG-04', async ({ calls, judge }) => {
  const call = await calls.call();
  await calls.put(call.path, { joinAudioMuteOverride: 'true' });
  const written = await calls.put(call.path, { joinAudioMuteOverride: '' });
  const documents = [await calls.get(call.path)];
  judge(readsAfter, { written, documents, expected: { joinAudioMuteOverride: ['', 'unset'] } });
});

requirement('CALL-MESSAGE-05', async ({ calls, bench, judge }) => {
  const call = await calls.call();
  await calls.put(call.path, { messageText: 'soon', messageDuration: '600' });
  await bench.advance(100);
  const document = await calls.document(call.path);
  judge(isBetween, { document, field: 'messageTimeRemaining', atLeast: 440, atMost: 500 });
});

requirement('CALL-MESSAGE-06', async ({ calls, bench, judge }) => {
  const call = await calls.call();
  await calls.put(call.path, { messageText: 'soon', messageDuration: '60' });
  await bench.advance(61);
  const document = await calls.document(call.path);
  judge(reads, { document, expected: { messageTimeRemaining: ['', '0'] } });
});

requirement('CALL-MESSAGE-07', async ({ calls, judge }) => {
  const call = await calls.call();
  judge(isRefused, { answer: await calls.put(call.path, { messagePosition: 'outside' }), reasons: [] });
});

requirement('CALL-EMPTY-01', async ({ calls, judge }) => {
  const call = await calls.make('calls', { coSpace: (await calls.space()).id, activeWhenEmpty: 'false' });
  judge(reads, { document: await calls.document(call.path), expected: { activeWhenEmpty: 'false' } });
});

const noRecording = ['callRecordingCannotBeModified'];

requirement('CALL-RECORD-01', async ({ calls, judge }) => {
  const { id: callProfile } = await calls.make('callProfiles', { recordingMode: 'disabled' });
  const call = await calls.call({ callProfile });
  judge(isRefused, { answer: await calls.put(call.path, { recording: 'true' }), reasons: noRecording });
});

requirement('CALL-RECORD-02', async ({ calls, judge }) => {
  const { id: callProfile } = await calls.make('callProfiles', { recordingMode: 'disabled' });
  const call = await calls.call({ tenant: (await calls.tenant({ callProfile })).id });
  judge(isRefused, { answer: await calls.put(call.path, { recording: 'true' }), reasons: noRecording });
});

requirement('CALL-RECORD-03', async ({ calls, judge }) => {
  const [disabled, manual] = [
    await calls.make('callProfiles', { recordingMode: 'disabled' }),
    await calls.make('callProfiles', { recordingMode: 'manual' }),
  ];
  const { id: tenant } = await calls.tenant({ callProfile: disabled.id });
  const call = await calls.call({ tenant, callProfile: manual.id });
  judge(isNotRefusedFor, { answer: await calls.put(call.path, { recording: 'true' }), reasons: noRecording });
});

requirement('CALL-STREAM-01', async ({ calls, judge }) => {
  const { id: callProfile } = await calls.make('callProfiles', { streamingMode: 'disabled' });
  const call = await calls.call({ callProfile });
  const answer = await calls.put(call.path, { streaming: 'true' });
  judge(isRefused, { answer, reasons: ['callStreamingCannotBeModified'] });
});

requirement('CALL-FILTER-01', async ({ calls, judge }) => {
  const space = await calls.space();
  const [call, other] = [await calls.make('calls', { coSpace: space.id }), await calls.call()];
  const listing = await calls.list(`calls?coSpaceFilter=${space.id}`);
  judge(listsOnly, { listing, present: [call.id], absent: [other.id] });
});

requirement('CALL-FILTER-02', async ({ calls, judge }) => {
  const { id: tenant } = await calls.tenant();
  const [call, other] = [await calls.call({ tenant }), await calls.call()];
  const listing = await calls.list(`calls?tenantFilter=${tenant}`);
  judge(listsOnly, { listing, present: [call.id], absent: [other.id] });
});

requirement('CALL-END-01', async ({ calls, judge }) => {
  const call = await calls.call();
  const leg = await calls.leg(call);
  const removed = await calls.delete(call.path);
  const documents = [
    { answer: await calls.get(call.path), reason: 'callDoesNotExist' },
    { answer: await calls.get(leg.path), reason: 'callLegDoesNotExist' },
  ];
  judge(isGone, { removed, documents });
});

requirement('CALL-END-02', async ({ calls, judge }) => {
  const call = await calls.call();
  const participant = await calls.participant(call);
  const removed = await calls.delete(call.path);
  judge(isGone, { removed, documents: [{ answer: await calls.get(participant.path), reason: '' }] });
});
