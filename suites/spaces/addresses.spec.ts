import {
  freshCallId,
  idIn,
  requirement,
  spaceFieldHasForm,
  spaceIsRefused,
  spaceListingSelects,
  spaceReads,
  spaceWritesAreAccepted,
  uniqueName,
} from '../../fixtures/index.ts';

requirement('SPACE-URI-01', async ({ spaces, judge }) => {
  const uri = uniqueName();
  const made = await spaces.tryToMake({ uri: uri.toUpperCase() });
  judge(spaceWritesAreAccepted, { answers: [made] });
  judge(spaceReads, { document: await spaces.read(made.location), fields: { uri } });
});

requirement('SPACE-URI-02', async ({ spaces, judge }) => {
  const uri = uniqueName();
  await spaces.space({ uri });
  judge(spaceIsRefused, { answer: await spaces.tryToMake({ uri }), reason: 'duplicateCoSpaceUri' });
});

requirement('SPACE-URI-03', async ({ spaces, judge }) => {
  const uri = uniqueName();
  await spaces.space({ uri: uniqueName(), secondaryUri: uri });
  judge(spaceIsRefused, { answer: await spaces.tryToMake({ uri }), reason: 'duplicateCoSpaceUri' });
});

requirement('SPACE-URI-04', async ({ spaces, judge }) => {
  const uri = uniqueName();
  await spaces.space({ uri });
  const answer = await spaces.tryToMake({ uri: uniqueName(), secondaryUri: uri });
  judge(spaceIsRefused, { answer, reason: 'duplicateCoSpaceUri' });
});

requirement('SPACE-URI-05', async ({ spaces, judge }) => {
  const [secondaryUri, own] = [uniqueName(), uniqueName()];
  await spaces.space({ uri: uniqueName(), secondaryUri });
  const path = await spaces.space({ uri: uniqueName(), secondaryUri: own });
  const answer = await spaces.put(path, { secondaryUri });
  judge(spaceIsRefused, { answer, reason: 'duplicateCoSpaceUri' });
  judge(spaceReads, { document: await spaces.read(path), fields: { secondaryUri: own } });
});

requirement('SPACE-CALLID-01', async ({ spaces, judge }) => {
  const callId = freshCallId();
  await spaces.space({ callId });
  judge(spaceIsRefused, { answer: await spaces.tryToMake({ callId }), reason: 'duplicateCoSpaceId' });
});

requirement('SPACE-CALLID-02', async ({ spaces, judge }) => {
  const [callId, own] = [freshCallId(), freshCallId()];
  await spaces.space({ callId });
  const path = await spaces.space({ callId: own });
  judge(spaceIsRefused, { answer: await spaces.put(path, { callId }), reason: 'duplicateCoSpaceId' });
  judge(spaceReads, { document: await spaces.read(path), fields: { callId: own } });
});

requirement('SPACE-CALLID-03', async ({ spaces, judge }) => {
  const made = await spaces.tryToMake({ requireCallId: 'true' });
  judge(spaceWritesAreAccepted, { answers: [made] });
  judge(spaceFieldHasForm, { document: await spaces.read(made.location), field: 'callId', form: '[0-9]+' });
});

requirement('SPACE-CALLID-04', async ({ spaces, judge }) => {
  const path = await spaces.space();
  judge(spaceWritesAreAccepted, { answers: [await spaces.put(path, { requireCallId: 'true' })] });
  judge(spaceFieldHasForm, { document: await spaces.read(path), field: 'callId', form: '[0-9]+' });
});

requirement('SPACE-CALLID-05', async ({ spaces, judge }) => {
  const callId = freshCallId();
  const made = await spaces.tryToMake({ callId, requireCallId: 'true' });
  judge(spaceWritesAreAccepted, { answers: [made] });
  judge(spaceReads, { document: await spaces.read(made.location), fields: { callId } });
});

requirement('SPACE-CALLID-06', async ({ spaces, judge }) => {
  const number = freshCallId();
  const answer = await spaces.tryToMake({ uri: number, callId: number });
  judge(spaceWritesAreAccepted, { answers: [answer] });
  judge(spaceReads, { document: await spaces.read(answer.location), fields: { uri: number, callId: number } });
});

requirement('SPACE-FILTER-01', async ({ spaces, judge }) => {
  const tenant = await spaces.id('tenants');
  const [selected, other] = [idIn(await spaces.space({ tenant })), idIn(await spaces.space())];
  const listing = await spaces.listing(`coSpaces?tenantFilter=${tenant}`);
  judge(spaceListingSelects, { listing, selected, other });
});

requirement('SPACE-FILTER-02', async ({ spaces, judge }) => {
  const callLegProfile = await spaces.id('callLegProfiles');
  const [selected, other] = [idIn(await spaces.space({ callLegProfile })), idIn(await spaces.space())];
  const listing = await spaces.listing(`coSpaces?callLegProfileFilter=${callLegProfile}`);
  judge(spaceListingSelects, { listing, selected, other });
});
