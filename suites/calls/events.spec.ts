import {
  type EventSeen,
  indicesAreEchoed,
  isTold,
  messageIdsDiffer,
  nothingElseIsTold,
  othersAreNotTold,
  pendingComesFirst,
  replacedAreSilent,
  requestIsAcknowledged,
  requirement,
  statesAreKnown,
  statesOf,
  subscriptionsAreActive,
  tells,
  tokenIsGiven,
  webSocketOpens,
  webSocketStaysShut,
} from '../../fixtures/index.ts';

const calls = { index: 1, type: 'calls' as const, elements: ['name', 'participants'] };
const rosterOf = (call: string) => ({ index: 2, type: 'callRoster' as const, call, elements: ['uri', 'state'] });

/** An update of calls. */
const callUpdate = (
  updateType: 'add' | 'update' | 'remove',
  id: string,
  elements: Record<string, string | null> = {},
) => ({
  message: 'callListUpdate' as const,
  updateType,
  id,
  elements,
});

/** An update of participants. */
const participantUpdate = (updateType: 'add' | 'update' | 'remove', elements: Record<string, string | null> = {}) => ({
  message: 'rosterUpdate' as const,
  updateType,
  id: null,
  elements,
});

requirement('EVENT-TOKEN-01', async ({ events, judge }) => {
  const { status, token } = await events.askForToken();
  judge(tokenIsGiven, { status, length: token.length });
});

requirement('EVENT-TOKEN-02', async ({ events, judge }) => {
  const handshake = await events.connect(await events.token());
  judge(webSocketOpens, { accepted: handshake.accepted, status: handshake.accepted ? null : handshake.status });
});

requirement('EVENT-TOKEN-03', async ({ events, judge }) => {
  await events.open();
  const attempts = [];
  for (const token of ['', 'conformance-no-token']) {
    const handshake = await events.connect(token);
    attempts.push({ accepted: handshake.accepted, status: handshake.accepted ? null : handshake.status });
  }
  judge(webSocketStaysShut, { attempts });
});

requirement('EVENT-SUB-01', async ({ events, judge }) => {
  const open = await events.open();
  const messageId = open.request(calls);
  const messages = await open.until((seen) => seen.some(({ type }) => type === 'messageAck'));
  judge(requestIsAcknowledged, { messageId, messages });
});

requirement('EVENT-SUB-02', async ({ events, judge }) => {
  const open = await events.open();
  open.request(calls, { ...calls, index: 5 });
  const messages = await open.until((seen) => [1, 5].every((index) => statesOf(seen, index).includes('active')));
  judge(subscriptionsAreActive, { indices: [1, 5], messages });
});

requirement('EVENT-SUB-03', async ({ events, judge }) => {
  const open = await events.open();
  await open.subscribe(calls, { ...calls, index: 5 });
  judge(pendingComesFirst, { indices: [1, 5], messages: await open.messages(() => true) });
});

requirement('EVENT-SUB-04', async ({ events, liveCalls, judge }) => {
  const open = await events.open();
  await open.subscribe(calls);
  await open.subscribe({ ...calls, index: 3 });
  const call = await liveCalls.start();
  await liveCalls.end(call);
  const messages = await open.messages((seen) => tells(callUpdate('remove', call.id), seen));
  judge(replacedAreSilent, { call: call.id, replaced: [1], messages });
});

requirement('EVENT-SUB-05', async ({ events, liveCalls, judge }) => {
  const open = await events.open();
  await open.subscribe({ ...calls, index: 7 }, { ...calls, index: 3 });
  const { id } = await liveCalls.start();
  await open.messages((seen) => tells(callUpdate('add', id), seen));
  const told = (messages: readonly EventSeen[]) => ({ call: id, indices: [7, 3], messages: [...messages] });
  judge(indicesAreEchoed, told(await open.until((seen) => indicesAreEchoed(told(seen)).length === 0)));
});

requirement('EVENT-MSG-01', async ({ events, liveCalls, judge }) => {
  const open = await events.open();
  await open.subscribe(calls);
  const { id } = await liveCalls.start();
  judge(messageIdsDiffer, { messages: await open.messages((seen) => tells(callUpdate('add', id), seen)) });
});

requirement('EVENT-CALLS-01', async ({ events, liveCalls, judge }) => {
  const open = await events.open();
  await open.subscribe(calls);
  const { id, name } = await liveCalls.start();
  const told = callUpdate('add', id, { name });
  judge(isTold, { told, messages: await open.until((seen) => tells(told, seen)) });
});

requirement('EVENT-CALLS-02', async ({ events, liveCalls, judge }) => {
  const open = await events.open();
  const call = await liveCalls.start();
  await open.subscribe(calls);
  await liveCalls.dial(call);
  const told = callUpdate('update', call.id, { participants: null });
  judge(isTold, { told, messages: await open.until((seen) => tells(told, seen)) });
});

requirement('EVENT-CALLS-03', async ({ events, liveCalls, judge }) => {
  const open = await events.open();
  const call = await liveCalls.start();
  await open.subscribe(calls);
  await liveCalls.end(call);
  const told = callUpdate('remove', call.id);
  judge(isTold, { told, messages: await open.until((seen) => tells(told, seen)) });
});

requirement('EVENT-CALLS-04', async ({ events, liveCalls, judge }) => {
  const open = await events.open();
  await open.subscribe({ ...calls, elements: ['name'] });
  const call = await liveCalls.start();
  await liveCalls.end(call);
  const messages = await open.messages((seen) => tells(callUpdate('remove', call.id), seen));
  judge(nothingElseIsTold, { elements: ['name'], messages });
});

requirement('EVENT-INFO-01', async ({ events, liveCalls, judge }) => {
  const open = await events.open();
  const call = await liveCalls.start();
  await open.subscribe({ index: 4, type: 'callInfo', call: call.id, elements: ['name', 'participants'] });
  await liveCalls.dial(call);
  const told = { message: 'callInfoUpdate' as const, updateType: null, id: null, elements: { participants: null } };
  judge(isTold, { told, messages: await open.until((seen) => tells(told, seen)) });
});

requirement('EVENT-ROSTER-01', async ({ events, liveCalls, judge }) => {
  const open = await events.open();
  const call = await liveCalls.start();
  await open.subscribe(rosterOf(call.id));
  const { remoteParty } = await liveCalls.dial(call);
  const told = participantUpdate('add', { uri: remoteParty });
  judge(isTold, { told, messages: await open.until((seen) => tells(told, seen)) });
});

requirement('EVENT-ROSTER-02', async ({ events, liveCalls, judge }) => {
  const open = await events.open();
  const call = await liveCalls.start();
  await open.subscribe(rosterOf(call.id));
  await liveCalls.answer(await liveCalls.dial(call));
  const told = participantUpdate('update', { state: 'connected' });
  judge(isTold, { told, messages: await open.until((seen) => tells(told, seen)) });
});

requirement('EVENT-ROSTER-03', async ({ events, liveCalls, judge }) => {
  const open = await events.open();
  const call = await liveCalls.start();
  const leg = await liveCalls.dial(call);
  await open.subscribe(rosterOf(call.id));
  await liveCalls.drop(leg);
  const told = participantUpdate('remove');
  judge(isTold, { told, messages: await open.until((seen) => tells(told, seen)) });
});

requirement('EVENT-ROSTER-04', async ({ events, liveCalls, judge }) => {
  const open = await events.open();
  const call = await liveCalls.start();
  await open.subscribe(rosterOf(call.id));
  const { remoteParty } = await liveCalls.dial(call);
  const told = participantUpdate('add', { uri: remoteParty });
  await open.messages((seen) => tells(told, seen));
  const types = ['add', 'update'] as const;
  const isStated = (seen: readonly EventSeen[]) =>
    types.some((type) => tells(participantUpdate(type, { state: null }), seen));
  judge(statesAreKnown, { messages: await open.until(isStated) });
});

requirement('EVENT-ROSTER-05', async ({ events, liveCalls, judge }) => {
  const open = await events.open();
  const [call, other] = [await liveCalls.start(), await liveCalls.start()];
  await open.subscribe(rosterOf(call.id));
  const stranger = await liveCalls.dial(other);
  const { remoteParty } = await liveCalls.dial(call);
  const told = participantUpdate('add', { uri: remoteParty });
  judge(othersAreNotTold, { uris: [stranger.remoteParty], messages: await open.messages((seen) => tells(told, seen)) });
});
