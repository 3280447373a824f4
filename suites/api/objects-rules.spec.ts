import {
  type ApiObjects,
  contentIs,
  fieldsAre,
  fieldsHaveForms,
  jsonIs,
  listingHolds,
  requestIsRefused,
  requirement,
  writeIsAccepted,
} from '../../fixtures/index.ts';

const effective = 'effectiveWebBridgeProfile';
const clusterConfiguration = 'system/configuration/cluster';

/** A Web Bridge profile with these settings. */
async function webBridgeProfile(objects: ApiObjects, settings: Record<string, string>): Promise<string> {
  return (await objects.make('webBridgeProfiles', { name: objects.name(), ...settings })).id;
}

/** A dial-in security profile that asks for so many digits. */
async function security(objects: ApiObjects, digits: number): Promise<string> {
  const fields = { name: objects.name(), minPasscodeLength: String(digits) };
  return (await objects.make('dialInSecurityProfiles', fields)).id;
}

/** A call ID that hardly another space has. */
function callId(): string {
  return `77${Math.floor(Math.random() * 1e9)}`;
}

requirement('OBJECT-EFFECT-01', async ({ objects, judge }) => {
  const global = await webBridgeProfile(objects, { allowSecrets: 'false', allowPasscodes: 'false' });
  const tenants = await webBridgeProfile(objects, { allowSecrets: 'true', userPortalEnabled: 'false' });
  const own = await webBridgeProfile(objects, { userPortalEnabled: 'true' });
  judge(writeIsAccepted, await objects.configure('system/profiles', { webBridgeProfile: global }));
  const tenant = await objects.make('tenants', { name: objects.name(), webBridgeProfile: tenants });
  const bridge = await objects.make('webBridges', { tenant: tenant.id, webBridgeProfile: own });
  judge(fieldsAre, {
    answer: await objects.read(`${bridge.path}/${effective}`),
    fields: { allowPasscodes: 'false', allowSecrets: 'true', userPortalEnabled: 'true' },
  });
});

requirement('OBJECT-EFFECT-02', async ({ objects, judge }) => {
  const global = await webBridgeProfile(objects, { allowSecrets: 'false', allowUnauthenticatedGuests: 'false' });
  const own = await webBridgeProfile(objects, { allowSecrets: 'true' });
  judge(writeIsAccepted, await objects.configure('system/profiles', { webBridgeProfile: global }));
  const tenant = await objects.make('tenants', { name: objects.name(), webBridgeProfile: own });
  judge(fieldsAre, {
    answer: await objects.read(`${tenant.path}/${effective}`),
    fields: { allowSecrets: 'true', allowUnauthenticatedGuests: 'false' },
  });
});

requirement('OBJECT-EFFECT-03', async ({ objects, judge }) => {
  const global = await webBridgeProfile(objects, {
    allowSecrets: 'false',
    resolveCoSpaceUris: 'domainSuggestionEnabled',
  });
  judge(writeIsAccepted, await objects.configure('system/profiles', { webBridgeProfile: global }));
  judge(fieldsAre, {
    answer: await objects.read(`system/profiles/${effective}`),
    fields: { allowSecrets: 'false', resolveCoSpaceUris: 'domainSuggestionEnabled' },
  });
});

requirement('OBJECT-EFFECT-04', async ({ objects, judge }) => {
  const global = await webBridgeProfile(objects, { allowSecrets: 'false' });
  judge(writeIsAccepted, await objects.configure('system/profiles', { webBridgeProfile: global }));
  judge(fieldsAre, {
    answer: await objects.read(`system/profiles/${effective}`),
    fields: {
      allowPasscodes: 'true',
      userPortalEnabled: 'true',
      allowUnauthenticatedGuests: 'true',
      resolveCoSpaceCallIds: 'true',
      resolveCoSpaceUris: 'off',
    },
  });
});

requirement('OBJECT-SYSTEM-01', async ({ objects, judge }) => {
  const profile = await objects.make('callBrandingProfiles', { resourceLocation: 'http://branding.example.test' });
  const answer = await objects.configure('system/profiles', { callBrandingProfile: profile.id });
  judge(writeIsAccepted, answer);
  judge(fieldsAre, { answer: await objects.read('system/profiles'), fields: { callBrandingProfile: profile.id } });
});

requirement('OBJECT-SYSTEM-02', async ({ objects, judge }) => {
  const profile = await objects.make('ivrBrandingProfiles', { resourceLocation: 'http://branding.example.test' });
  await objects.configure('system/profiles', { ivrBrandingProfile: profile.id });
  judge(writeIsAccepted, await objects.write('system/profiles', { ivrBrandingProfile: '' }));
  judge(fieldsAre, { answer: await objects.read('system/profiles'), fields: {}, absent: ['ivrBrandingProfile'] });
});

requirement('OBJECT-CONFIG-01', async ({ objects, judge }) => {
  const unset = {
    newConferenceLoadLimitBasisPoints: '',
    existingConferenceLoadLimitBasisPoints: '',
    maxPeerVideoStreams: '',
  };
  judge(writeIsAccepted, await objects.configure(clusterConfiguration, unset));
  judge(fieldsAre, {
    answer: await objects.read(clusterConfiguration),
    fields: {
      newConferenceLoadLimitBasisPoints: '5000',
      existingConferenceLoadLimitBasisPoints: '8000',
      maxPeerVideoStreams: '4',
    },
  });
});

requirement('OBJECT-CONFIG-02', async ({ objects, judge }) => {
  const fields = { existingConferenceLoadLimitBasisPoints: '7500', peerLinkBitRate: '4000000' };
  judge(writeIsAccepted, await objects.configure(clusterConfiguration, fields));
  judge(fieldsAre, { answer: await objects.read(clusterConfiguration), fields });
});

requirement('OBJECT-CONFIG-03', async ({ objects, objectsOf, cluster, judge }) => {
  const [peer = cluster.node] = cluster.peers;
  const before = await objectsOf(peer).read(clusterConfiguration);
  judge(writeIsAccepted, await objects.configure(clusterConfiguration, { participantLimit: '12345' }));
  judge(fieldsAre, {
    answer: await objectsOf(peer).read(clusterConfiguration),
    fields: { participantLimit: before.fields.participantLimit ?? '' },
  });
});

requirement('OBJECT-NAME-01', async ({ objects, cluster, bench, judge }) => {
  const [first] = (await objects.list('callBridges')).items;
  if (!first) return bench.giveUp(`${cluster.node.name} lists no Call Bridge`);
  const answer = await objects.create('callBridges', { name: first.fields.name ?? '' });
  judge(requestIsRefused, { answer, reasons: ['duplicateCallBridgeName'] });
});

requirement('OBJECT-GROUP-01', async ({ objects, judge }) => {
  const [group, other] = [await objects.make('tenantGroups'), await objects.make('tenantGroups')];
  const first = await objects.make('tenants', { name: objects.name(), tenantGroup: group.id });
  const second = await objects.make('tenants', { name: objects.name(), tenantGroup: other.id });
  const common = callId();
  await objects.make('coSpaces', { name: objects.name(), callId: common, tenant: first.id });
  await objects.make('coSpaces', { name: objects.name(), callId: common, tenant: second.id });
  const answer = await objects.write(second.path, { tenantGroup: group.id });
  judge(requestIsRefused, { answer, reasons: ['tenantGroupCoSpaceIdConflict'] });
  judge(fieldsAre, { answer: await objects.read(second.path), fields: { tenantGroup: other.id } });
});

requirement('OBJECT-GROUP-02', async ({ objects, judge }) => {
  const [group, other] = [await objects.make('tenantGroups'), await objects.make('tenantGroups')];
  const first = await objects.make('tenants', { name: objects.name(), tenantGroup: group.id });
  const second = await objects.make('tenants', { name: objects.name(), tenantGroup: other.id });
  const common = callId();
  await objects.make('coSpaces', { name: objects.name(), callId: common, tenant: first.id });
  judge(writeIsAccepted, await objects.create('coSpaces', { name: objects.name(), callId: common, tenant: second.id }));
});

const layout = JSON.stringify({ title: 'two rows', panes: [{ x: 0 }, { x: 1 }] });

requirement('OBJECT-LAYOUT-01', async ({ objects, judge }) => {
  const { path } = await objects.make('layoutTemplates', { name: objects.name() });
  await objects.fill(`${path}/template`, layout);
  judge(jsonIs, { answer: await objects.content(`${path}/template`), json: layout });
});

requirement('OBJECT-LAYOUT-02', async ({ objects, judge }) => {
  const { id, path } = await objects.make('layoutTemplates', { name: objects.name() });
  await objects.fill(`${path}/template`, layout);
  const item = (await objects.list('layoutTemplates')).items.find((one) => one.id === id);
  const answer = await objects.content(`${path}/template`);
  judge(contentIs, { answer, type: '', size: item?.fields.templateSize ?? 'none' });
});

requirement('OBJECT-LAYOUT-03', async ({ objects, judge }) => {
  const { path } = await objects.make('layoutTemplates', { name: objects.name() });
  const answer = await objects.putContent(`${path}/template`, JSON.stringify({ title: 'x'.repeat(500_000) }));
  judge(requestIsRefused, { answer, reasons: ['layoutTemplateDescriptionTooLong'] });
});

requirement('OBJECT-SECURE-01', async ({ objects, judge }) => {
  const { path } = await objects.make('coSpaces', {
    name: objects.name(),
    dialInSecurityProfile: await security(objects, 6),
  });
  judge(requestIsRefused, { answer: await objects.write(path, { passcode: '12345' }), reasons: ['passcodeTooShort'] });
  judge(writeIsAccepted, await objects.write(path, { passcode: '123456' }));
});

requirement('OBJECT-SECURE-02', async ({ objects, judge }) => {
  const profiles = [await security(objects, 6), await security(objects, 4)] as const;
  const { path } = await objects.make('coSpaces', { name: objects.name(), dialInSecurityProfile: profiles[0] });
  const method = await objects.make(`${path}/accessMethods`, {
    uri: objects.name(),
    dialInSecurityProfile: profiles[1],
  });
  judge(requestIsRefused, {
    answer: await objects.write(method.path, { passcode: '123' }),
    reasons: ['passcodeTooShort'],
  });
  judge(writeIsAccepted, await objects.write(method.path, { passcode: '1234' }));
});

requirement('OBJECT-SECURE-03', async ({ objects, judge }) => {
  const tenant = await objects.make('tenants', {
    name: objects.name(),
    dialInSecurityProfile: await security(objects, 6),
  });
  const plain = await objects.make('coSpaces', { name: objects.name(), tenant: tenant.id });
  const own = await objects.make('coSpaces', {
    name: objects.name(),
    tenant: tenant.id,
    dialInSecurityProfile: await security(objects, 3),
  });
  judge(requestIsRefused, {
    answer: await objects.write(plain.path, { passcode: '12345' }),
    reasons: ['passcodeTooShort'],
  });
  judge(writeIsAccepted, await objects.write(own.path, { passcode: '123' }));
});

requirement('OBJECT-SECURE-04', async ({ objects, judge }) => {
  const { path } = await objects.make('coSpaces', { name: objects.name() });
  const global = await security(objects, 6);
  judge(writeIsAccepted, await objects.configure('system/profiles', { dialInSecurityProfile: global }));
  judge(requestIsRefused, { answer: await objects.write(path, { passcode: '12345' }), reasons: ['passcodeTooShort'] });
});

requirement('OBJECT-DIAG-01', async ({ objects, judge }) => {
  const space = await objects.make('coSpaces', { name: objects.name() });
  const made = await objects.make(`${space.path}/diagnostics`);
  judge(fieldsAre, { answer: await objects.read(`system/diagnostics/${made.id}`), fields: { coSpace: space.id } });
});

requirement('OBJECT-DIAG-02', async ({ objects, judge }) => {
  const space = await objects.make('coSpaces', { name: objects.name() });
  const { path } = await objects.make(`${space.path}/diagnostics`);
  const size = (await objects.read(path)).fields.contentsSize ?? 'none';
  judge(contentIs, { answer: await objects.content(`${path}/contents`), type: 'text/plain', size });
});

requirement('OBJECT-DIAG-03', async ({ objects, judge }) => {
  const space = await objects.make('coSpaces', { name: objects.name() });
  const other = await objects.make('coSpaces', { name: objects.name() });
  const wanted = await objects.make(`${space.path}/diagnostics`);
  const foreign = await objects.make(`${other.path}/diagnostics`);
  const listing = await objects.list(`system/diagnostics?coSpaceFilter=${space.id}`);
  judge(listingHolds, { listing, holds: [wanted.id], lacks: [foreign.id] });
});

requirement('OBJECT-DIAG-04', async ({ objects, judge }) => {
  const space = await objects.make('coSpaces', { name: objects.name() });
  const call = await objects.make('calls', { coSpace: space.id });
  // a correlator has no characters of a regular expression; some there must be, where the call shows none too
  const { callCorrelator = '.+' } = (await objects.read(call.path)).fields;
  const { path } = await objects.make(`${call.path}/diagnostics`);
  judge(fieldsHaveForms, { answer: await objects.read(path), forms: { callCorrelator } });
});
