/** A rule that a log can show to be kept or broken. */
export interface Rule {
  /** Permanent. */
  id: string;
  title: string;
}

const invariants = [
  'the addition of a bridge begins with GET system/status, then GET callBridges',
  'every listed Call Bridge is read before anything is written',
  'one call profile, then one call leg profile, with the documented fields',
  'a bulk parameter set has the documented fields in their order, and closed slots',
  'each mapping of a bulk parameter set contains $index$',
  'a bulk sync names the parameter set that was just created',
  'a bulk sync is polled, and no slot is used until it is complete',
  'GET system/status follows the completed sync',
  'as many slots as the range has numbers, each named by its own',
  'a slot is closed to non-members until it is opened for the first time',
  'GET system/status and GET coSpaces precede an opening PUT',
  'an opening PUT is for an idle slot',
  'an opening PUT has nonMemberAccess=true, passcode, the title and a secret',
  'the secret is a fresh GUID',
  'POST calls with the slot only follows the opening PUT, before any call leg',
  'at most one call in a slot',
  'GET system/status, coSpaces, calls follow POST calls before the first call leg',
  "a call leg is created under the slot's own call, with remoteParty",
  'GET callLegs precedes the first call leg',
  "the listing of calls shows the call with the meeting's title and slot",
  'an extension PUT equals the opening PUT',
  'an extension changes neither call nor slot',
  'GET system/status, coSpaces, calls, coSpaces precede the reset PUT',
  "the reset PUT restores the slot's own placeholder and regenerates the secret",
  'DELETE of the call follows the reset PUT, and names the call made at the start',
  'nothing is written to a deleted call',
  'a slot is never deleted',
  'after the end the slot is as it was after provisioning',
  'openings and resets of a slot alternate',
  'all writes to slots and calls come from the same API user',
  'a 401 is answered by the same request once more',
  'names in paths count without their case',
  'writes are answered 200 without a body, creations with a Location',
  'every request has a number and an answer of its own',
  'the logged size of a body is that of its parameters',
] as const;

const failovers = [
  'TMS talks to one bridge only while that one works',
  'peers are learned from GET callBridges of the added bridge',
  'without an alternate no peer is contacted',
  'the alternate is one of the discovered bridges, with credentials of its own',
  'one alternate only: no third bridge is contacted',
  'a conference that has begun does not move to the alternate',
  'a conference that has begun is not created again on the alternate',
  'a known peer is not added as a system of its own',
  'on the alternate the same slots are used',
  'no bulk provisioning on the alternate',
  'without a database master a switch to the alternate does not help',
] as const;

const schedulers = [
  'after its start the scheduler asks for the Web Bridges',
  'it connects to every Web Bridge that it was told of',
  'every connected Web Bridge sends its guid',
  'every connected Web Bridge comes UP',
  'full mesh: as many Web Bridges are UP as there are',
] as const;

/** The IDs of numbers from 0 on: made once, since every case that is judged names its rule. */
function ids(prefix: string, rules: readonly string[]): readonly string[] {
  return [prefix, ...rules].map((_, number) => `${prefix}-${String(number).padStart(2, '0')}`);
}

const invariantIds = ids('TMS-TRACE', invariants);
const failoverIds = ids('TMS-FAILOVER', failovers);
const schedulerIds = ids('C2W-TRACE', schedulers);

/** Rule of an invariant 1 to 35 of a TMS conversation. */
export function invariant(number: number): string {
  return invariantIds[number] as string;
}

/** Rule of failover 1 to 11. */
export function failover(number: number): string {
  return failoverIds[number] as string;
}

/** Rule 1 to 5 of the scheduler's start. */
export function c2w(number: number): string {
  return schedulerIds[number] as string;
}

/** The lowest free slot is taken: judged on demand only, since documents disagree. */
export const lowestSlot = 'TMS-SLOT-LOWEST';

/** Every rule, in the order of reports. */
export const rules: readonly Rule[] = [
  ...invariants.map((title, at) => ({ id: invariant(at + 1), title })),
  { id: lowestSlot, title: 'the lowest free slot is opened' },
  ...failovers.map((title, at) => ({ id: failover(at + 1), title })),
  ...schedulers.map((title, at) => ({ id: c2w(at + 1), title })),
];
