import {
  absentId,
  fieldsAre,
  fieldsHaveForms,
  listingHolds,
  requestIsRefused,
  requirement,
  usageIs,
  writeIsAccepted,
} from '../../fixtures/index.ts';

requirement('OBJECT-REF-01', async ({ objects, judge }) => {
  const answer = await objects.create('tenants', { name: objects.name(), tenantGroup: absentId });
  judge(requestIsRefused, { answer, reasons: ['tenantGroupDoesNotExist', 'parameterError'] });
});

requirement('OBJECT-REF-02', async ({ objects, judge }) => {
  const domain = `${objects.name()}.example.test`;
  const answer = await objects.create('outboundDialPlanRules', { domain, tenant: absentId });
  judge(requestIsRefused, { answer, reasons: ['tenantDoesNotExist', 'parameterError'] });
});

requirement('OBJECT-REF-03', async ({ objects, judge }) => {
  const ivr = await objects.make('ivrs', { uri: objects.name() });
  const answer = await objects.write(ivr.path, { ivrBrandingProfile: absentId });
  judge(requestIsRefused, { answer, reasons: ['ivrBrandingProfileDoesNotExist', 'parameterError'] });
  judge(fieldsAre, { answer: await objects.read(ivr.path), fields: {}, absent: ['ivrBrandingProfile'] });
});

requirement('OBJECT-REF-04', async ({ objects, judge }) => {
  const answer = await objects.configure('system/profiles', { dtmfProfile: absentId });
  judge(requestIsRefused, { answer, reasons: ['dtmfProfileDoesNotExist', 'parameterError'] });
});

requirement('OBJECT-UNSET-01', async ({ objects, judge }) => {
  const group = await objects.make('tenantGroups');
  const tenant = await objects.make('tenants', { name: objects.name(), tenantGroup: group.id });
  judge(writeIsAccepted, await objects.write(tenant.path, { tenantGroup: '' }));
  judge(fieldsAre, { answer: await objects.read(tenant.path), fields: {}, absent: ['tenantGroup'] });
});

requirement('OBJECT-UNSET-02', async ({ objects, judge }) => {
  const domain = `${objects.name()}.example.test`;
  const rule = await objects.make('outboundDialPlanRules', { domain, sipProxy: 'proxy.example.test' });
  judge(writeIsAccepted, await objects.write(rule.path, { sipProxy: '' }));
  judge(fieldsAre, { answer: await objects.read(rule.path), fields: { domain }, absent: ['sipProxy'] });
});

requirement('OBJECT-UNSET-03', async ({ objects, judge }) => {
  const profile = await objects.make('callLegProfiles', { videoMode: 'disabled', endCallAllowed: 'true' });
  judge(writeIsAccepted, await objects.write(profile.path, { videoMode: '' }));
  judge(fieldsAre, {
    answer: await objects.read(profile.path),
    fields: { endCallAllowed: 'true' },
    absent: ['videoMode'],
  });
});

requirement('OBJECT-VALUE-01', async ({ objects, judge }) => {
  const domain = `${objects.name()}.example.test`;
  const rule = await objects.make('outboundDialPlanRules', { domain, trunkType: 'avaya' });
  const answer = await objects.write(rule.path, { trunkType: 'carrier-pigeon' });
  judge(requestIsRefused, { answer, reasons: [] });
  judge(fieldsAre, { answer: await objects.read(rule.path), fields: { trunkType: 'avaya' } });
});

requirement('OBJECT-VALUE-02', async ({ objects, judge }) => {
  const serverAddress = `${objects.name()}.example.test`;
  const answer = await objects.create('turnServers', { serverAddress, type: 'carrier-pigeon' });
  judge(requestIsRefused, { answer, reasons: [] });
});

requirement('OBJECT-VALUE-03', async ({ objects, judge }) => {
  const answer = await objects.create('callLegProfiles', { joinToneParticipantThreshold: '101' });
  judge(requestIsRefused, { answer, reasons: [] });
});

requirement('OBJECT-VALUE-04', async ({ objects, judge }) => {
  const answer = await objects.create('callBridgeGroups', { name: objects.name(), loadBalancingEnabled: 'perhaps' });
  judge(requestIsRefused, { answer, reasons: [] });
});

requirement('OBJECT-VALUE-05', async ({ objects, judge }) => {
  const field = 'newConferenceLoadLimitBasisPoints';
  const answer = await objects.configure('system/configuration/cluster', { [field]: '10001' });
  judge(requestIsRefused, { answer, reasons: [] });
});

requirement('OBJECT-VALUE-06', async ({ objects, judge }) => {
  judge(requestIsRefused, { answer: await objects.create('tenants', { participantLimit: '5' }), reasons: [] });
});

requirement('OBJECT-VALUE-07', async ({ objects, judge }) => {
  judge(requestIsRefused, { answer: await objects.create('outboundDialPlanRules', { priority: '1' }), reasons: [] });
});

requirement('OBJECT-DEFAULT-01', async ({ objects, judge }) => {
  const { path } = await objects.make('callBridgeGroups', { name: objects.name() });
  judge(fieldsAre, {
    answer: await objects.read(path),
    fields: {
      loadBalancingEnabled: 'false',
      loadBalanceLyncCalls: 'false',
      loadBalanceOutgoingCalls: 'false',
      loadBalanceUserCalls: 'true',
      loadBalanceIndirectCalls: 'false',
    },
  });
});

requirement('OBJECT-DEFAULT-02', async ({ objects, judge }) => {
  const { path } = await objects.make('turnServers', { serverAddress: `${objects.name()}.example.test` });
  judge(fieldsAre, { answer: await objects.read(path), fields: { type: 'standard' } });
});

requirement('OBJECT-DEFAULT-03', async ({ objects, judge }) => {
  const { path } = await objects.make('forwardingDialPlanRules', { matchPattern: `${objects.name()}.example.test` });
  judge(fieldsAre, {
    answer: await objects.read(path),
    fields: { callerIdMode: 'regenerate', uriParameters: 'discard' },
  });
});

requirement('OBJECT-DEFAULT-04', async ({ objects, judge }) => {
  const { path } = await objects.make('ivrs', { uri: objects.name() });
  judge(fieldsAre, {
    answer: await objects.read(path),
    fields: { resolveCoSpaceCallIds: 'true', resolveLyncConferenceIds: 'false' },
  });
});

requirement('OBJECT-DEFAULT-05', async ({ objects, judge }) => {
  const { path } = await objects.make('inboundDialPlanRules', { domain: `${objects.name()}.example.test` });
  judge(fieldsAre, {
    answer: await objects.read(path),
    fields: { resolveToLyncConferences: 'false', resolveToLyncSimplejoin: 'false' },
  });
});

requirement('OBJECT-DEFAULT-06', async ({ objects, judge }) => {
  const { path } = await objects.make('outboundDialPlanRules', { domain: `${objects.name()}.example.test` });
  judge(fieldsAre, { answer: await objects.read(path), fields: { scope: 'global' } });
});

requirement('OBJECT-DTMF-01', async ({ objects, judge }) => {
  const { path } = await objects.make('dtmfProfiles', { endCall: '*9' });
  judge(fieldsHaveForms, {
    answer: await objects.read(path),
    forms: { endCall: '\\*9', muteSelfAudio: '', nextLayout: '', muteAllNewAudio: '' },
  });
});

requirement('OBJECT-USAGE-01', async ({ objects, judge }) => {
  const used = await objects.make('callProfiles', { participantLimit: '5' });
  const unused = await objects.make('callProfiles', { participantLimit: '5' });
  await objects.make('coSpaces', { name: objects.name(), callProfile: used.id });
  const listing = await objects.list('callProfiles?usageFilter=unreferenced');
  judge(listingHolds, { listing, holds: [unused.id], lacks: [used.id] });
});

requirement('OBJECT-USAGE-02', async ({ objects, judge }) => {
  const used = await objects.make('dtmfProfiles', { endCall: '*9' });
  const unused = await objects.make('dtmfProfiles', { endCall: '*9' });
  judge(writeIsAccepted, await objects.configure('system/profiles', { dtmfProfile: used.id }));
  const listing = await objects.list('dtmfProfiles?usageFilter=referenced');
  judge(listingHolds, { listing, holds: [used.id], lacks: [unused.id] });
});

requirement('OBJECT-USAGE-03', async ({ objects, judge }) => {
  const { id, path } = await objects.make('callLegProfiles', { videoMode: 'auto' });
  await objects.make('tenants', { name: objects.name(), callLegProfile: id });
  await objects.make('coSpaces', { name: objects.name(), callLegProfile: id });
  judge(usageIs, { answer: await objects.read(`${path}/usage`), id, places: ['tenant', 'coSpace'] });
});

requirement('OBJECT-USAGE-04', async ({ objects, judge }) => {
  const { id, path } = await objects.make('callLegProfiles', { videoMode: 'auto' });
  judge(usageIs, { answer: await objects.read(`${path}/usage`), id, places: [] });
});

requirement('OBJECT-USAGE-05', async ({ objects, judge }) => {
  const profile = await objects.make('callProfiles', { participantLimit: '5' });
  await objects.make('tenants', { name: objects.name(), callProfile: profile.id });
  judge(writeIsAccepted, await objects.delete(profile.path));
});
