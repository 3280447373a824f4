import {
  bridgesAnswerForThemselves,
  bridgesAreNamed,
  envelopeIs,
  holds,
  locationNames,
  requirement,
  statusIsWhole,
  statusValuesAreWellFormed,
  writeSucceeded,
} from '../../fixtures/index.ts';

requirement('TMS-ADD-01', async ({ bridge, judge }) => {
  judge(statusIsWhole, await bridge.object('system/status'));
});

requirement('TMS-ADD-02', async ({ bridge, judge }) => {
  judge(statusValuesAreWellFormed, await bridge.object('system/status'));
});

requirement('TMS-ADD-03', async ({ bridge, judge }) => {
  const listing = await bridge.listing('callBridges');
  judge(envelopeIs, { listing, element: 'callBridges' });
  judge(bridgesAreNamed, listing);
});

requirement('TMS-ADD-04', async ({ bridge, judge }) => {
  const listing = await bridge.listing('callBridges');
  const objects = await Promise.all(listing.items.map(({ id }) => bridge.object(`callBridges/${id}`)));
  judge(bridgesAnswerForThemselves, { listing, objects });
});

requirement('TMS-ADD-05', async ({ bridge, judge }) => {
  await bridge.tryAdd();
  judge(writeSucceeded, bridge.answer('POST', /callProfiles$/));
});

requirement('TMS-ADD-06', async ({ bridge, judge }) => {
  await bridge.tryAdd();
  judge(locationNames, { answer: bridge.answer('POST', /callProfiles$/), collection: 'callProfiles' });
});

requirement('TMS-ADD-07', async ({ bridge, judge }) => {
  const { callProfileId } = await bridge.add();
  judge(holds, {
    object: await bridge.object(`callProfiles/${callProfileId}`),
    expected: { participantLimit: '1000' },
  });
});

requirement('TMS-ADD-08', async ({ bridge, judge }) => {
  await bridge.tryAdd();
  const answer = bridge.answer('POST', /callLegProfiles$/);
  judge(writeSucceeded, answer);
  judge(locationNames, { answer, collection: 'callLegProfiles' });
});

requirement('TMS-ADD-09', async ({ bridge, judge }) => {
  const { callLegProfileId } = await bridge.add();
  judge(holds, {
    object: await bridge.object(`callLegProfiles/${callLegProfileId}`),
    expected: {
      defaultLayout: 'telepresence',
      changeLayoutAllowed: 'true',
      presentationContributionAllowed: 'true',
      presentationViewingAllowed: 'true',
      muteSelfAllowed: 'true',
      videoMuteSelfAllowed: 'true',
    },
  });
});
