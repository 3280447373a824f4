import {
  isGone,
  isMadeAt,
  isRefused,
  listsOnly,
  listsWith,
  type RequirementId,
  reads,
  readsAfter,
  requirement,
  TargetUnavailable,
  uniqueName,
} from '../../fixtures/index.ts';

const importance = 'configuration/importance';

requirement('CALL-PART-01', async ({ calls, judge }) => {
  const call = await calls.call();
  const made = await calls.post(`${call.path}/participants`, { remoteParty: `${uniqueName()}@party.example.test` });
  const document = await calls.located('participants', made);
  judge(isMadeAt, { collection: 'participants', made, document, expected: { call: call.id } });
});

requirement('CALL-PART-02', async ({ calls, judge }) => {
  const call = await calls.call();
  const remoteParty = `${uniqueName()}@party.example.test`;
  const [participant, other] = [await calls.participant(call, { remoteParty }), await calls.leg(call)];
  const listing = await calls.list(`${participant.path}/callLegs`);
  await calls.document(participant.path);
  judge(listsWith, { listing, id: participant.leg.id, expected: { remoteParty } });
  judge(listsOnly, { listing, present: [], absent: [other.id] });
});

requirement('CALL-PART-03', async ({ calls, judge }) => {
  const { path } = await calls.participant(await calls.call(), { importance: '5' });
  judge(reads, { document: await calls.document(path), expected: { [importance]: '5' } });
});

requirement('CALL-PART-04', async ({ calls, judge }) => {
  const { path } = await calls.participant(await calls.call());
  for (const value of ['8', '2147483647']) {
    const written = await calls.put(path, { importance: value });
    judge(readsAfter, { written, documents: [await calls.document(path)], expected: { [importance]: value } });
  }
});

requirement('CALL-PART-05', async ({ calls, judge }) => {
  const { path, leg } = await calls.participant(await calls.call());
  const removed = await calls.delete(path);
  const documents = [
    { answer: await calls.get(path), reason: '' },
    { answer: await calls.get(leg.path), reason: 'callLegDoesNotExist' },
  ];
  judge(isGone, { removed, documents });
});

requirement('CALL-PART-06', async ({ calls, judge }) => {
  const [from, to] = [await calls.call(), await calls.call()];
  const remoteParty = `${uniqueName()}@party.example.test`;
  const { id } = await calls.participant(from, { remoteParty });
  const made = await calls.post(`${to.path}/participants`, { movedParticipant: id });
  const document = await calls.get(`participants/${made.location.split('/').at(-1)}`);
  judge(isMadeAt, { collection: 'participants', made, document, expected: { call: to.id } });
});

requirement('CALL-PART-07', async ({ calls, judge }) => {
  const [from, to] = [await calls.call(), await calls.call()];
  const { id } = await calls.participant(from);
  await calls.participant(to, { movedParticipant: id });
  judge(listsOnly, { listing: await calls.list(`${from.path}/participants`), present: [], absent: [id] });
});

requirement('CALL-PART-08', async ({ calls, judge }) => {
  const { path } = await calls.participant(await calls.call(), { needsActivation: 'true' });
  judge(reads, { document: await calls.document(path), expected: { isActivator: 'false' } });
});

requirement('CALL-PART-09', async ({ calls, judge }) => {
  const { path } = await calls.participant(await calls.call(), { needsActivation: 'false' });
  judge(reads, { document: await calls.document(path), expected: { isActivator: 'true' } });
});

requirement('CALL-PART-10', async ({ calls, judge }) => {
  const { path, leg } = await calls.participant(await calls.call(), { needsActivation: 'true' });
  await calls.answer(leg);
  judge(reads, { document: await calls.document(leg.path), expected: { 'status/deactivated': 'true' } });
  const written = await calls.put(path, { deactivated: 'false' });
  const documents = [await calls.document(leg.path)];
  judge(readsAfter, { written, documents, expected: { 'status/deactivated': ['false', ''] } });
});

requirement('CALL-LIMIT-01', async ({ calls, judge }) => {
  const { id: callProfile } = await calls.make('callProfiles', { participantLimit: '1' });
  const call = await calls.call({ callProfile });
  const first = await calls.participant(call);
  const answer = await calls.post(`${call.path}/participants`, { remoteParty: `${uniqueName()}@party.example.test` });
  await calls.document(first.path);
  judge(isRefused, { answer, reasons: ['participantLimitReached'] });
});

requirement('CALL-LIMIT-02', async ({ calls, judge }) => {
  const { id: callProfile } = await calls.make('callProfiles', { participantLimit: '1' });
  const call = await calls.call({ tenant: (await calls.tenant({ callProfile })).id });
  const first = await calls.participant(call);
  const answer = await calls.post(`${call.path}/participants`, { remoteParty: `${uniqueName()}@party.example.test` });
  await calls.document(first.path);
  judge(isRefused, { answer, reasons: ['participantLimitReached'] });
});

requirement('CALL-LIMIT-03', async ({ calls, judge }) => {
  const { id: tenant } = await calls.tenant({ participantLimit: '1' });
  const [call, other] = [await calls.call({ tenant }), await calls.call({ tenant })];
  const first = await calls.participant(call);
  const answer = await calls.post(`${other.path}/participants`, { remoteParty: `${uniqueName()}@party.example.test` });
  await calls.document(first.path);
  judge(isRefused, { answer, reasons: ['tenantParticipantLimitReached'] });
});

requirement('CALL-BRIDGE-01', async ({ calls, cluster, bench, judge }) => {
  const victim = cluster.peers.at(-1) ?? cluster.node;
  const bridge = (await calls.list('callBridges')).items.find(({ fields }) => fields.name === victim.name);
  if (!bridge) throw new TargetUnavailable(`precondition: no Call Bridge is named ${victim.name}`);
  const call = await calls.call();
  await bench.cut(victim);
  await cluster.noticed([cluster.node]);
  const fields = { remoteParty: `${uniqueName()}@party.example.test`, callBridge: bridge.id };
  const answer = await calls.post(`${call.path}/participants`, fields);
  judge(isRefused, { answer, reasons: ['callBridgeUnavailable'] });
});

requirement('CALL-BRIDGE-02', async ({ calls, node, judge }) => {
  const bridge = (await calls.list('callBridges')).items.find(({ fields }) => fields.name === node.name);
  if (!bridge) throw new TargetUnavailable(`precondition: no Call Bridge is named ${node.name}`);
  const group = await calls.make('callBridgeGroups', { name: uniqueName(), loadBalanceOutgoingCalls: 'false' });
  await calls.configure(`callBridges/${bridge.id}`, { callBridgeGroup: group.id });
  const call = await calls.call();
  const fields = { remoteParty: `${uniqueName()}@party.example.test`, callBridgeGroup: group.id };
  const answer = await calls.post(`${call.path}/participants`, fields);
  judge(isRefused, { answer, reasons: ['loadBalancingDisabled'] });
});

requirement('CALL-BRIDGE-03', async ({ calls, judge }) => {
  const group = await calls.make('callBridgeGroups', {
    name: uniqueName(),
    loadBalancingEnabled: 'true',
    loadBalanceOutgoingCalls: 'true',
  });
  const call = await calls.call();
  const fields = { remoteParty: `${uniqueName()}@party.example.test`, callBridgeGroup: group.id };
  const answer = await calls.post(`${call.path}/participants`, fields);
  judge(isRefused, { answer, reasons: ['callBridgeGroupUnavailable'] });
});

const muteFlags: readonly [RequirementId, string][] = [
  ['CALL-ALL-01', 'rxAudioMute'],
  ['CALL-ALL-02', 'txAudioMute'],
  ['CALL-ALL-03', 'rxVideoMute'],
  ['CALL-ALL-04', 'txVideoMute'],
];

for (const [id, flag] of muteFlags) {
  requirement(id, async ({ calls, judge }) => {
    const call = await calls.call();
    const all = [await calls.participant(call), await calls.participant(call)];
    const written = await calls.put(`${call.path}/participants/*`, { [flag]: 'true' });
    const documents = [];
    for (const { leg } of all) documents.push(await calls.document(leg.path));
    judge(readsAfter, { written, documents, expected: { [`configuration/${flag}`]: 'true' } });
  });
}

requirement('CALL-ALL-05', async ({ calls, judge }) => {
  const call = await calls.call();
  const { leg } = await calls.participant(call);
  const written = await calls.put(`${call.path}/participants/*`, { layout: 'onePlusSeven' });
  const document = await calls.document(leg.path);
  const names = ['configuration/chosenLayout', 'configuration/defaultLayout', 'status/layout'];
  const told = names.filter((name) => (document.fields[name] ?? '') !== '');
  const field = told.find((name) => document.fields[name] === 'onePlusSeven') ?? told[0] ?? 'status/layout';
  judge(readsAfter, { written, documents: [document], expected: { [field]: 'onePlusSeven' } });
});

requirement('CALL-ALL-06', async ({ calls, judge }) => {
  const call = await calls.call();
  const all = [await calls.participant(call), await calls.participant(call)];
  const written = await calls.put(`${call.path}/participants/*`, { importance: '6' });
  const documents = [];
  for (const { path } of all) documents.push(await calls.document(path));
  judge(readsAfter, { written, documents, expected: { [importance]: '6' } });
});

requirement('CALL-ALL-07', async ({ calls, judge }) => {
  const call = await calls.call();
  const [excepted, other] = [await calls.participant(call), await calls.participant(call)];
  const written = await calls.put(`${call.path}/participants/*`, { importance: '6', filterIds: excepted.id });
  judge(readsAfter, { written, documents: [await calls.document(other.path)], expected: { [importance]: '6' } });
  judge(reads, { document: await calls.document(excepted.path), expected: { [importance]: ['', '0'] } });
});

requirement('CALL-ALL-08', async ({ calls, judge }) => {
  const call = await calls.call();
  const [selected, other] = [await calls.participant(call), await calls.participant(call)];
  const fields = { importance: '6', filterIds: selected.id, mode: 'selected' };
  const written = await calls.put(`${call.path}/participants/*`, fields);
  judge(readsAfter, { written, documents: [await calls.document(selected.path)], expected: { [importance]: '6' } });
  judge(reads, { document: await calls.document(other.path), expected: { [importance]: ['', '0'] } });
});

/** So many ids, the last of which is this one. */
function idsUpTo(count: number, last: string): string {
  const made = Array.from({ length: count - 1 }, (_, at) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`);
  return [...made, last].join();
}

requirement('CALL-ALL-09', async ({ calls, judge }) => {
  const call = await calls.call();
  const { id } = await calls.participant(call);
  const fields = { importance: '6', filterIds: idsUpTo(21, id), mode: 'selected' };
  judge(isRefused, { answer: await calls.put(`${call.path}/participants/*`, fields), reasons: [] });
});

requirement('CALL-ALL-10', async ({ calls, judge }) => {
  const call = await calls.call();
  const { id, path } = await calls.participant(call);
  const fields = { importance: '6', filterIds: idsUpTo(20, id), mode: 'selected' };
  const written = await calls.put(`${call.path}/participants/*`, fields);
  judge(readsAfter, { written, documents: [await calls.document(path)], expected: { [importance]: '6' } });
});
