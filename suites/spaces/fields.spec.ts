import {
  freshCallId,
  requirement,
  spaceFieldChanged,
  spaceFieldHasForm,
  spaceFieldIsOneOf,
  spaceIsRefused,
  spaceReads,
  spaceWritesAreAccepted,
  uniqueName,
} from '../../fixtures/index.ts';

const nobody = '00000000-0000-4000-8000-00000000c0de';

requirement('SPACE-FIELD-01', async ({ spaces, judge }) => {
  const fields = { name: uniqueName(), uri: uniqueName(), secondaryUri: uniqueName(), callId: `0${freshCallId()}` };
  const made = await spaces.tryToMake(fields);
  judge(spaceWritesAreAccepted, { answers: [made] });
  judge(spaceReads, { document: await spaces.read(made.location), fields });
});

requirement('SPACE-FIELD-02', async ({ spaces, judge }) => {
  const path = await spaces.space({ uri: uniqueName(), callId: freshCallId(), cdrTag: 'first' });
  const fields = { name: uniqueName(), uri: uniqueName(), callId: freshCallId(), cdrTag: 'Second' };
  judge(spaceWritesAreAccepted, { answers: [await spaces.put(path, fields)] });
  judge(spaceReads, { document: await spaces.read(path), fields });
});

requirement('SPACE-FIELD-03', async ({ spaces, judge }) => {
  const others = {
    uri: uniqueName(),
    callId: freshCallId(),
    cdrTag: 'kept',
    defaultLayout: 'stacked',
    passcode: '4711',
  };
  const path = await spaces.space(others);
  const name = uniqueName();
  judge(spaceWritesAreAccepted, { answers: [await spaces.put(path, { name })] });
  judge(spaceReads, { document: await spaces.read(path), fields: { name, ...others } });
});

requirement('SPACE-FIELD-04', async ({ spaces, judge }) => {
  const path = await spaces.space({ cdrTag: 'gone' });
  judge(spaceWritesAreAccepted, { answers: [await spaces.put(path, { cdrTag: '' })] });
  judge(spaceReads, { document: await spaces.read(path), fields: { cdrTag: '' } });
});

requirement('SPACE-FIELD-05', async ({ spaces, judge }) => {
  const profile = await spaces.id('callLegProfiles');
  const path = await spaces.space({ callLegProfile: profile });
  judge(spaceWritesAreAccepted, { answers: [await spaces.put(path, { callLegProfile: '' })] });
  judge(spaceReads, { document: await spaces.read(path), fields: { callLegProfile: '' } });
});

requirement('SPACE-FIELD-06', async ({ spaces, judge }) => {
  const answer = await spaces.tryToMake({ callLegProfile: nobody });
  judge(spaceIsRefused, { answer, reason: null });
});

requirement('SPACE-FIELD-07', async ({ spaces, judge }) => {
  const fields = {
    callLegProfile: await spaces.id('callLegProfiles'),
    callProfile: await spaces.id('callProfiles'),
    callBrandingProfile: await spaces.id('callBrandingProfiles'),
  };
  const made = await spaces.tryToMake(fields);
  judge(spaceWritesAreAccepted, { answers: [made] });
  judge(spaceReads, { document: await spaces.read(made.location), fields });
});

requirement('SPACE-FIELD-08', async ({ spaces, judge }) => {
  const fields = { ownerJid: `${uniqueName()}@example.test`, meetingScheduler: 'Conformance scheduler' };
  const made = await spaces.tryToMake(fields);
  judge(spaceWritesAreAccepted, { answers: [made] });
  judge(spaceReads, { document: await spaces.read(made.location), fields });
});

requirement('SPACE-FIELD-09', async ({ spaces, judge }) => {
  const path = await spaces.space({ panePlacementHighestImportance: '4' });
  for (const panePlacementSelfPaneMode of ['skip', 'self', 'blank']) {
    judge(spaceWritesAreAccepted, { answers: [await spaces.put(path, { panePlacementSelfPaneMode })] });
    const fields = { panePlacementHighestImportance: '4', panePlacementSelfPaneMode };
    judge(spaceReads, { document: await spaces.read(path), fields });
  }
});

requirement('SPACE-TAG-01', async ({ spaces, judge }) => {
  const cdrTag = '0123456789'.repeat(10);
  const made = await spaces.tryToMake({ cdrTag });
  judge(spaceWritesAreAccepted, { answers: [made] });
  judge(spaceReads, { document: await spaces.read(made.location), fields: { cdrTag } });
});

requirement('SPACE-TAG-02', async ({ spaces, judge }) => {
  const answer = await spaces.tryToMake({ cdrTag: 'x'.repeat(101) });
  judge(spaceIsRefused, { answer, reason: null });
});

requirement('SPACE-PASS-01', async ({ spaces, judge }) => {
  const passcode = freshCallId();
  const made = await spaces.tryToMake({ passcode });
  judge(spaceWritesAreAccepted, { answers: [made] });
  judge(spaceReads, { document: await spaces.read(made.location), fields: { passcode } });
});

requirement('SPACE-PASS-02', async ({ spaces, judge }) => {
  const made = await spaces.tryToMake({ passcode: '' });
  judge(spaceWritesAreAccepted, { answers: [made] });
  judge(spaceReads, { document: await spaces.read(made.location), fields: { passcode: '' } });
});

requirement('SPACE-SECRET-01', async ({ spaces, judge }) => {
  const path = await spaces.space({ callId: freshCallId() });
  judge(spaceFieldHasForm, { document: await spaces.read(path), field: 'secret', form: '.+' });
});

requirement('SPACE-SECRET-02', async ({ spaces, judge }) => {
  const secret = uniqueName();
  const made = await spaces.tryToMake({ callId: freshCallId(), secret });
  judge(spaceWritesAreAccepted, { answers: [made] });
  judge(spaceReads, { document: await spaces.read(made.location), fields: { secret } });
});

for (const [id, regenerateSecret] of [
  ['SPACE-SECRET-03', 'true'],
  ['SPACE-SECRET-04', 'false'],
] as const) {
  requirement(id, async ({ spaces, judge }) => {
    const path = await spaces.space({ callId: freshCallId(), secret: uniqueName() });
    const before = await spaces.read(path);
    judge(spaceWritesAreAccepted, { answers: [await spaces.put(path, { regenerateSecret })] });
    const after = await spaces.read(path);
    judge(spaceFieldChanged, { before, after, field: 'secret', changed: regenerateSecret === 'true' });
  });
}

requirement('SPACE-ACCESS-01', async ({ spaces, judge }) => {
  const document = await spaces.read(await spaces.space());
  // the first releases leave the element out
  judge(spaceFieldIsOneOf, { document, field: 'nonMemberAccess', values: ['true'], orAbsent: true });
});

requirement('SPACE-ACCESS-02', async ({ spaces, judge }) => {
  const made = await spaces.tryToMake({ nonMemberAccess: 'false' });
  judge(spaceWritesAreAccepted, { answers: [made] });
  judge(spaceReads, { document: await spaces.read(made.location), fields: { nonMemberAccess: 'false' } });
});

// biome-ignore format: one list
const layouts = [
  'allEqual', 'speakerOnly', 'telepresence', 'stacked', 'allEqualQuarters', 'allEqualNinths', 'allEqualSixteenths',
  'allEqualTwentyFifths', 'onePlusFive', 'onePlusSeven', 'onePlusNine', 'automatic', 'onePlusN',
];

requirement('SPACE-LAYOUT-01', async ({ spaces, judge }) => {
  const path = await spaces.space();
  for (const defaultLayout of layouts) {
    judge(spaceWritesAreAccepted, { answers: [await spaces.put(path, { defaultLayout })] });
    judge(spaceReads, { document: await spaces.read(path), fields: { defaultLayout } });
  }
});

requirement('SPACE-LAYOUT-02', async ({ spaces, judge }) => {
  const path = await spaces.space({ defaultLayout: 'stacked' });
  const answer = await spaces.put(path, { defaultLayout: 'conformanceLayout' });
  judge(spaceIsRefused, { answer, reason: null });
  judge(spaceReads, { document: await spaces.read(path), fields: { defaultLayout: 'stacked' } });
});

requirement('SPACE-STREAM-01', async ({ spaces, judge }) => {
  const streamUrl = 'rtmp://stream.example.test:1935/live/conformance';
  const made = await spaces.tryToMake({ streamUrl });
  judge(spaceWritesAreAccepted, { answers: [made] });
  judge(spaceReads, { document: await spaces.read(made.location), fields: { streamUrl } });
});

requirement('SPACE-GONE-01', async ({ spaces, judge }) => {
  const path = await spaces.space();
  await spaces.made(`${path}/accessMethods`, { uri: uniqueName() });
  judge(spaceWritesAreAccepted, { answers: [await spaces.delete(path)] });
  judge(spaceIsRefused, { answer: await spaces.read(path), reason: null });
});
