import { reads, requirement, traces } from '../../fixtures/index.ts';

requirement('CALL-PROFILE-01', async ({ calls, judge }) => {
  const { id: profile } = await calls.make('callLegProfiles', { needsActivation: 'false' });
  const leg = await calls.leg(await calls.call({ callLegProfile: profile }));
  const trace = await calls.document(`${leg.path}/callLegProfileTrace`);
  judge(traces, { trace, leg: leg.id, profile, scopes: ['coSpace'] });
});

requirement('CALL-PROFILE-02', async ({ calls, judge }) => {
  const { id: profile } = await calls.make('callLegProfiles', { needsActivation: 'false' });
  const { id: tenant } = await calls.tenant({ callLegProfile: profile });
  const leg = await calls.leg(await calls.call({ tenant }));
  const trace = await calls.document(`${leg.path}/callLegProfileTrace`);
  judge(traces, { trace, leg: leg.id, profile, scopes: ['tenant'] });
});

requirement('CALL-PROFILE-03', async ({ calls, judge }) => {
  const { id: profile } = await calls.make('callLegProfiles', { needsActivation: 'false' });
  const leg = await calls.leg(await calls.call(), { callLegProfile: profile });
  const trace = await calls.document(`${leg.path}/callLegProfileTrace`);
  judge(traces, { trace, leg: leg.id, profile, scopes: ['callOut', 'callLeg'] });
});

requirement('CALL-PROFILE-04', async ({ calls, judge }) => {
  const { id: profile } = await calls.make('callLegProfiles', { needsActivation: 'false' });
  await calls.configure('system/profiles', { callLegProfile: profile });
  const leg = await calls.leg(await calls.call());
  const trace = await calls.document(`${leg.path}/callLegProfileTrace`);
  judge(traces, { trace, leg: leg.id, profile, scopes: ['global'] });
});

requirement('CALL-PROFILE-05', async ({ calls, judge }) => {
  const general = await calls.make('callLegProfiles', { needsActivation: 'true' });
  const specific = await calls.make('callLegProfiles', { needsActivation: 'false' });
  const { id: tenant } = await calls.tenant({ callLegProfile: general.id });
  const { path } = await calls.participant(await calls.call({ tenant, callLegProfile: specific.id }));
  judge(reads, { document: await calls.document(path), expected: { isActivator: 'true' } });
});

requirement('CALL-PROFILE-06', async ({ calls, judge }) => {
  const general = await calls.make('callLegProfiles', { needsActivation: 'true' });
  const specific = await calls.make('callLegProfiles', { participantLabels: 'true' });
  const { id: tenant } = await calls.tenant({ callLegProfile: general.id });
  const { path } = await calls.participant(await calls.call({ tenant, callLegProfile: specific.id }));
  judge(reads, { document: await calls.document(path), expected: { isActivator: 'false' } });
});

requirement('CALL-PROFILE-07', async ({ calls, judge }) => {
  const { id: callLegProfile } = await calls.make('callLegProfiles', { needsActivation: 'true' });
  const { path } = await calls.participant(await calls.call({ callLegProfile }), { needsActivation: 'false' });
  judge(reads, { document: await calls.document(path), expected: { isActivator: 'true' } });
});
