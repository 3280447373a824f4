import {
  freshCallId,
  requirement,
  spaceFieldChanged,
  spaceFieldHasForm,
  spaceIsRefused,
  spaceLocationIsBelow,
  spaceReads,
  spaceWritesAreAccepted,
  uniqueName,
} from '../../fixtures/index.ts';

const nobody = '00000000-0000-4000-8000-00000000c0de';
const below = (space: string) => `${space}/accessMethods`;

requirement('SPACE-METHOD-01', async ({ spaces, judge }) => {
  const collection = below(await spaces.space());
  const answer = await spaces.post(collection, { uri: uniqueName() });
  judge(spaceLocationIsBelow, { answer, collection });
});

requirement('SPACE-METHOD-02', async ({ spaces, judge }) => {
  const path = await spaces.made(below(await spaces.space()), { uri: uniqueName(), callId: freshCallId() });
  const fields = { uri: uniqueName(), callId: freshCallId(), passcode: '4711' };
  judge(spaceWritesAreAccepted, { answers: [await spaces.put(path, fields)] });
  judge(spaceReads, { document: await spaces.read(path), fields });
});

requirement('SPACE-METHOD-03', async ({ spaces, judge }) => {
  const fields = { importance: '2147483647' };
  const made = await spaces.post(below(await spaces.space()), { uri: uniqueName(), ...fields });
  judge(spaceWritesAreAccepted, { answers: [made] });
  judge(spaceReads, { document: await spaces.read(made.location), fields });
});

requirement('SPACE-METHOD-04', async ({ spaces, judge }) => {
  const collection = below(await spaces.space());
  const answer = await spaces.post(collection, { uri: uniqueName(), importance: '2147483648' });
  judge(spaceIsRefused, { answer, reason: null });
});

requirement('SPACE-METHOD-05', async ({ spaces, judge }) => {
  const fields = { callLegProfile: await spaces.id('callLegProfiles') };
  const path = await spaces.made(below(await spaces.space()), { uri: uniqueName() });
  judge(spaceWritesAreAccepted, { answers: [await spaces.put(path, fields)] });
  judge(spaceReads, { document: await spaces.read(path), fields });
});

requirement('SPACE-METHOD-06', async ({ spaces, judge }) => {
  const collection = below(await spaces.space());
  const answer = await spaces.post(collection, { uri: uniqueName(), callLegProfile: nobody });
  judge(spaceIsRefused, { answer, reason: null });
});

requirement('SPACE-METHOD-07', async ({ spaces, judge }) => {
  const path = await spaces.made(below(await spaces.space()), { uri: uniqueName(), callId: freshCallId() });
  judge(spaceFieldHasForm, { document: await spaces.read(path), field: 'secret', form: '.+' });
});

requirement('SPACE-METHOD-08', async ({ spaces, judge }) => {
  const secret = uniqueName();
  const made = await spaces.post(below(await spaces.space()), { uri: uniqueName(), callId: freshCallId(), secret });
  judge(spaceWritesAreAccepted, { answers: [made] });
  judge(spaceReads, { document: await spaces.read(made.location), fields: { secret } });
});

requirement('SPACE-METHOD-09', async ({ spaces, judge }) => {
  const fields = { uri: uniqueName(), callId: freshCallId(), secret: uniqueName() };
  const path = await spaces.made(below(await spaces.space()), fields);
  const before = await spaces.read(path);
  judge(spaceWritesAreAccepted, { answers: [await spaces.put(path, { regenerateSecret: 'true' })] });
  judge(spaceFieldChanged, { before, after: await spaces.read(path), field: 'secret', changed: true });
});

requirement('SPACE-METHOD-10', async ({ spaces, judge }) => {
  const space = await spaces.space();
  await spaces.made(below(space), { uri: uniqueName() });
  await spaces.made(below(space), { uri: uniqueName() });
  judge(spaceReads, { document: await spaces.read(space), fields: { numAccessMethods: '2' } });
});

requirement('SPACE-METHOD-11', async ({ spaces, judge }) => {
  const uri = uniqueName();
  const answer = await spaces.post(below(await spaces.space({ uri })), { uri });
  judge(spaceIsRefused, { answer, reason: 'duplicateCoSpaceUriPasscode' });
});

requirement('SPACE-METHOD-12', async ({ spaces, judge }) => {
  const uri = uniqueName();
  const answer = await spaces.post(below(await spaces.space({ uri })), { uri, passcode: '4711' });
  judge(spaceWritesAreAccepted, { answers: [answer] });
  judge(spaceReads, { document: await spaces.read(answer.location), fields: { uri, passcode: '4711' } });
});

requirement('SPACE-METHOD-13', async ({ spaces, judge }) => {
  const collection = below(await spaces.space());
  const shared = { callId: freshCallId(), passcode: '4711' };
  await spaces.made(collection, { uri: uniqueName(), ...shared });
  const answer = await spaces.post(collection, { uri: uniqueName(), ...shared });
  judge(spaceIsRefused, { answer, reason: 'duplicateCoSpaceIdPasscode' });
});

requirement('SPACE-METHOD-14', async ({ spaces, judge }) => {
  const collection = below(await spaces.space());
  const callId = freshCallId();
  await spaces.made(collection, { uri: uniqueName(), callId, passcode: '4711' });
  const answer = await spaces.post(collection, { uri: uniqueName(), callId, passcode: '4712' });
  judge(spaceWritesAreAccepted, { answers: [answer] });
});

requirement('SPACE-METHOD-15', async ({ spaces, judge }) => {
  const collection = below(await spaces.space());
  const shared = { uri: uniqueName(), passcode: '4711' };
  await spaces.made(collection, shared);
  judge(spaceIsRefused, { answer: await spaces.post(collection, shared), reason: 'duplicateCoSpaceUriPasscode' });
});

requirement('SPACE-METHOD-16', async ({ spaces, judge }) => {
  const uri = uniqueName();
  await spaces.space({ uri });
  const answer = await spaces.post(below(await spaces.space()), { uri });
  judge(spaceIsRefused, { answer, reason: 'duplicateCoSpaceUri' });
});

requirement('SPACE-METHOD-17', async ({ spaces, judge }) => {
  const callId = freshCallId();
  await spaces.space({ callId });
  const answer = await spaces.post(below(await spaces.space()), { uri: uniqueName(), callId });
  judge(spaceIsRefused, { answer, reason: 'duplicateCoSpaceId' });
});
