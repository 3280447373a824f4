import type { Made, Meetings, RoleWish } from '../../fixtures/index.ts';
import {
  differentIds,
  idIn,
  julyMonday,
  later,
  notAccepted,
  otherValue,
  refusedWithReason,
  requirement,
  sameValue,
  TargetUnavailable,
  uniqueName,
} from '../../fixtures/index.ts';

const host: RoleWish = { name: 'Host', uriGenerator: '$.host', generateUniqueCallId: true };
const guest: RoleWish = { name: 'Guest', uriGenerator: '$.guest' };

/** A meeting in a new space of a template with these roles. */
async function inNewSpace(meetings: Meetings, year: number, roles: readonly RoleWish[]): Promise<Made> {
  const coSpaceTemplate = idIn(await meetings.template(roles));
  return meetings.create({ dtStart: julyMonday(year), coSpaceTemplate });
}

requirement('MEET-SPACE-01', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const coSpaceTemplate = idIn(await meetings.template());
  const one = await meetings.create({ dtStart, coSpaceTemplate });
  const other = await meetings.create({ dtStart, coSpaceTemplate });
  judge(differentIds, { what: 'coSpace of each meeting', ids: [one.coSpace, other.coSpace] });
});

requirement('MEET-SPACE-02', async ({ meetings, nextYear, judge }) => {
  const { coSpace, summary } = await inNewSpace(meetings, nextYear, []);
  judge(sameValue, { what: 'name of the space', expected: summary, observed: (await meetings.spaceOf(coSpace)).name });
});

requirement('MEET-SPACE-03', async ({ meetings, nextYear, judge }) => {
  const { coSpace } = await inNewSpace(meetings, nextYear, []);
  const { uri, callId } = await meetings.spaceOf(coSpace);
  judge(otherValue, { what: 'uri and callId of the space', values: [uri, callId] });
});

requirement('MEET-SPACE-04', async ({ meetings, nextYear, judge }) => {
  const callProfile = idIn(await meetings.made('callProfiles', [['participantLimit', '7']]));
  const coSpaceTemplate = idIn(await meetings.template([], [['callProfile', callProfile]]));
  const { coSpace } = await meetings.create({ dtStart: julyMonday(nextYear), coSpaceTemplate });
  judge(sameValue, {
    what: 'callProfile',
    expected: callProfile,
    observed: (await meetings.spaceOf(coSpace)).callProfile,
  });
});

requirement('MEET-SPACE-05', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const coSpace = await meetings.space();
  const { id } = await meetings.create({ dtStart, coSpace });
  judge(sameValue, { what: 'coSpace of the meeting', expected: coSpace, observed: (await meetings.read(id)).coSpace });
});

requirement('MEET-SPACE-06', async ({ meetings, nextYear, judge }) => {
  const name = uniqueName();
  const path = await meetings.made('coSpaces', [['name', name]]);
  const { id } = await meetings.create({ dtStart: julyMonday(nextYear), coSpace: idIn(path) });
  await meetings.cancel(id);
  const observed = await meetings.listed('coSpaces', name);
  judge(sameValue, { what: 'spaces of that name', expected: [idIn(path)], observed });
});

requirement('MEET-ROLE-01', async ({ meetings, nextYear, judge }) => {
  const { coSpace } = await inNewSpace(meetings, nextYear, [host, guest]);
  const names = (await meetings.accessMethods(coSpace)).map(({ name = '' }) => name).sort((a, b) => a.localeCompare(b));
  judge(sameValue, { what: 'names of the access methods', expected: ['Guest', 'Host'], observed: names });
});

requirement('MEET-ROLE-02', async ({ meetings, nextYear, judge }) => {
  const { coSpace } = await inNewSpace(meetings, nextYear, [guest]);
  const { uri } = await meetings.spaceOf(coSpace);
  if (!uri) throw new TargetUnavailable('the space made for the meeting has no URI');
  const [method] = await meetings.accessMethods(coSpace);
  judge(sameValue, { what: 'uri of the access method', expected: `${uri}.guest`, observed: method?.uri });
});

requirement('MEET-ROLE-03', async ({ meetings, nextYear, judge }) => {
  const { coSpace } = await inNewSpace(meetings, nextYear, [host]);
  const { callId } = await meetings.spaceOf(coSpace);
  const [method] = await meetings.accessMethods(coSpace);
  judge(otherValue, { what: 'call IDs of space and access method', values: [callId, method?.callId] });
});

requirement('MEET-ROLE-04', async ({ meetings, judge }) => {
  const path = await meetings.made('coSpaces', [
    ['name', uniqueName()],
    ['requireCallId', 'true'],
  ]);
  const { callId = '' } = await meetings.object(path);
  judge(notAccepted, { answer: await meetings.tryToMake(`${path}/accessMethods`, [['callId', callId]]) });
});

requirement('MEET-ROLE-05', async ({ meetings, nextYear, judge }) => {
  const callLegProfile = idIn(await meetings.made('callLegProfiles', [['name', uniqueName()]]));
  const { coSpace } = await inNewSpace(meetings, nextYear, [{ ...guest, callLegProfile }]);
  const [method] = await meetings.accessMethods(coSpace);
  judge(sameValue, { what: 'callLegProfile', expected: callLegProfile, observed: method?.callLegProfile });
});

requirement('MEET-ROLE-06', async ({ meetings, nextYear, judge }) => {
  const coSpaceTemplate = idIn(await meetings.template([host, guest]));
  const attendees = [{ email: 'ada@example.test', role: 'Guest' }];
  const { id } = await meetings.create({ dtStart: julyMonday(nextYear), coSpaceTemplate, attendees });
  const read = (await meetings.read(id)).attendees as { role?: unknown }[] | undefined;
  judge(sameValue, { what: 'roles', expected: ['Guest'], observed: read?.map(({ role }) => role) });
});

requirement('MEET-ROLE-07', async ({ meetings, nextYear, judge }) => {
  const dtStart = julyMonday(nextYear);
  const wish = { summary: uniqueName(), dtStart, dtEnd: later(dtStart, 60), timeZone: 'Europe/Oslo' };
  const attendees = [{ email: 'ada@example.test', role: 'King' }];
  judge(notAccepted, { answer: await meetings.tryCreate({ ...wish, coSpace: await meetings.space(), attendees }) });
});

requirement('MEET-API-01', async ({ meetings, judge }) => {
  const name = uniqueName();
  const description = 'For meetings';
  const path = await meetings.made('coSpaceTemplates', [
    ['name', name],
    ['description', description],
  ]);
  const object = await meetings.object(path);
  judge(sameValue, {
    what: path,
    expected: { name, description },
    observed: { name: object.name, description: object.description },
  });
});

requirement('MEET-API-02', async ({ meetings, judge }) => {
  const empty = await meetings.object(await meetings.template());
  const two = await meetings.object(await meetings.template([host, guest]));
  const observed = [empty.numAccessMethodTemplates, two.numAccessMethodTemplates];
  judge(sameValue, { what: 'numAccessMethodTemplates', expected: ['0', '2'], observed });
});

requirement('MEET-API-03', async ({ meetings, judge }) => {
  const path = await meetings.template();
  const answers = [];
  for (const uriGenerator of ['guest', '$.$.guest'])
    answers.push(await meetings.tryToMake(`${path}/accessMethodTemplates`, [['uriGenerator', uriGenerator]]));
  judge(refusedWithReason, { answers });
});

requirement('MEET-API-04', async ({ meetings, nextYear, judge }) => {
  const { coSpace } = await inNewSpace(meetings, nextYear, [guest]);
  const [method] = await meetings.accessMethods(coSpace);
  const path = `/api/v1/coSpaces/${coSpace}/accessMethods/${method?.id}/emailInvitation?language=en_GB`;
  const { subject, invitation } = await meetings.object(path);
  judge(otherValue, { what: 'subject and invitation', values: [subject, invitation] });
});
