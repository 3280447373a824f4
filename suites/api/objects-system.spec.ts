import {
  featuresAreWellFormed,
  fieldsAre,
  fieldsHaveForms,
  licenceEntriesAre,
  listingHolds,
  requestIsRefused,
  requirement,
} from '../../fixtures/index.ts';

const day = 86_400_000;

requirement('OBJECT-TURN-01', async ({ objects, judge }) => {
  const { path } = await objects.make('turnServers', { serverAddress: `${objects.name()}.example.test` });
  judge(fieldsHaveForms, {
    answer: await objects.firstChild(`${path}/status`),
    forms: { address: '\\S+', portNumber: '\\d+', reachable: 'true|false' },
  });
});

requirement('OBJECT-WEB-01', async ({ objects, judge }) => {
  const { path } = await objects.make('webBridges');
  judge(fieldsAre, { answer: await objects.read(`${path}/status`), fields: { status: 'unused' } });
});

requirement('OBJECT-LICENSE-01', async ({ objects, judge }) => {
  judge(featuresAreWellFormed, {
    ...(await objects.features('system/licensing')),
    names: ['callBridge', 'webBridge', 'turn', 'ldap', 'branding', 'recording', 'streaming'],
    statuses: ['noLicense', 'activated', 'grace', 'expired'],
  });
});

requirement('OBJECT-LICENSE-02', async ({ objects, bench, judge }) => {
  judge(featuresAreWellFormed, {
    ...(await objects.features('clusterLicensing')),
    names: ['callBridge', 'callBridgeNoEncryption', 'customizations', 'recording'],
    statuses: ['noLicense', 'activated', 'expired'],
    latest: new Date((await bench.now()).getTime() + 90 * day).toISOString(),
  });
});

requirement('OBJECT-LICENSE-03', async ({ objects, judge }) => {
  const [count, weight] = ['\\d+', '\\d+\\.\\d{3}'];
  judge(fieldsHaveForms, {
    answer: await objects.read('system/multipartyLicensing'),
    root: 'multipartyLicensing',
    forms: {
      timestamp: '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ',
      users: count,
      personalLicenses: count,
      participantsActive: count,
      callsActive: count,
      weightedCallsActive: weight,
      callsWithoutPersonalLicense: count,
      weightedCallsWithoutPersonalLicense: weight,
      capacityUnitUsage: weight,
      capacityUnitUsageWithoutPersonalLicense: weight,
    },
  });
});

requirement('OBJECT-LICENSE-04', async ({ objects, bench, judge }) => {
  await bench.advance(1800);
  const end = new Date(Math.floor((await bench.now()).getTime() / 300_000) * 300_000);
  const [from, to] = [new Date(end.getTime() - 900_000), new Date(end.getTime() - 300_000)];
  const range = `startTime=${from.toISOString().slice(0, 19)}Z&endTime=${to.toISOString().slice(0, 19)}Z`;
  const listing = await objects.list(`system/MPLicenseUsage?${range}`);
  judge(licenceEntriesAre, { listing, from: from.toISOString(), to: to.toISOString(), count: 3 });
});

requirement('OBJECT-LICENSE-05', async ({ objects, judge }) => {
  const { hostId = 'none' } = (await objects.read('system/status')).fields;
  judge(listingHolds, { listing: await objects.list('system/MPLicenseUsage/knownHosts'), holds: [hostId], lacks: [] });
});

requirement('OBJECT-DATABASE-01', async ({ objects, judge }) => {
  const answer = await objects.read('system/database');
  judge(fieldsHaveForms, {
    answer: { ...answer, fields: answer.attributes },
    root: 'database',
    forms: { clustered: 'enabled|disabled' },
  });
});

requirement('OBJECT-VERSION-01', async ({ objects, judge }) => {
  for (const path of ['recorders', 'streamers', 'system/configuration/xmpp'])
    judge(requestIsRefused, { answer: await objects.read(path), reasons: [] });
});

requirement('OBJECT-VERSION-02', async ({ objects, judge }) => {
  const { path } = await objects.make('webBridges');
  judge(fieldsAre, {
    answer: await objects.read(path),
    fields: {},
    absent: ['idEntryMode', 'allowWeblinkAccess', 'showSignIn', 'resolveCoSpaceCallIds', 'resolveLyncConferenceIds'],
  });
});
