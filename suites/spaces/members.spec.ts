import {
  idIn,
  requirement,
  type Spaces,
  spaceIsRefused,
  spaceItemReads,
  spaceListingSelects,
  spaceReads,
  spaceWritesAreAccepted,
  uniqueName,
} from '../../fixtures/index.ts';

const denied = [
  'canDestroy',
  'canAddRemoveMember',
  'canChangeName',
  'canChangeUri',
  'canChangeCallId',
  'canChangePasscode',
  'canDeleteAllMessages',
  'canRemoveSelf',
];

const jid = () => `${uniqueName()}@example.test`;

/** A coSpace's collection of members. */
const membersOf = async (spaces: Spaces) => `${await spaces.space()}/coSpaceUsers`;

requirement('SPACE-MEMBER-01', async ({ spaces, judge }) => {
  const path = await spaces.made(await membersOf(spaces), { userJid: jid() });
  const fields = Object.fromEntries(denied.map((permission) => [permission, 'false']));
  judge(spaceReads, { document: await spaces.read(path), fields });
});

requirement('SPACE-MEMBER-02', async ({ spaces, judge }) => {
  const path = await spaces.made(await membersOf(spaces), { userJid: jid() });
  judge(spaceReads, { document: await spaces.read(path), fields: { canChangeNonMemberAccessAllowed: 'true' } });
});

requirement('SPACE-MEMBER-03', async ({ spaces, judge }) => {
  const answer = await spaces.post(await membersOf(spaces), { canDestroy: 'true' });
  judge(spaceIsRefused, { answer, reason: null });
});

requirement('SPACE-MEMBER-04', async ({ spaces, judge }) => {
  const userJid = jid();
  const path = await spaces.made(await membersOf(spaces), { userJid });
  // whether it is refused or ignored is not documented
  await spaces.put(path, { userJid: jid() });
  judge(spaceReads, { document: await spaces.read(path), fields: { userJid } });
});

requirement('SPACE-MEMBER-05', async ({ spaces, judge }) => {
  const permissions = { canAddRemoveMember: 'true', canDestroy: 'true', canChangeName: 'false' };
  const made = await spaces.post(await membersOf(spaces), { userJid: jid(), ...permissions });
  judge(spaceWritesAreAccepted, { answers: [made] });
  judge(spaceReads, { document: await spaces.read(made.location), fields: permissions });
});

requirement('SPACE-MEMBER-06', async ({ spaces, judge }) => {
  const path = await spaces.made(await membersOf(spaces), { userJid: jid() });
  judge(spaceWritesAreAccepted, { answers: [await spaces.put(path, { canRemoveSelf: 'true' })] });
  judge(spaceReads, { document: await spaces.read(path), fields: { canRemoveSelf: 'true' } });
});

requirement('SPACE-MEMBER-07', async ({ spaces, judge }) => {
  const [members, others] = [await membersOf(spaces), await membersOf(spaces)];
  const userJid = jid();
  const selected = idIn(await spaces.made(members, { userJid }));
  const other = idIn(await spaces.made(others, { userJid: jid() }));
  const listing = await spaces.listing(members);
  judge(spaceListingSelects, { listing, selected, other });
  judge(spaceItemReads, { listing, id: selected, fields: { userJid } });
});
