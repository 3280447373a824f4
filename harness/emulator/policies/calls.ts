/** Where a call leg profile may be set, from the most general to the most specific. */
export type LegProfileScope = 'global' | 'tenant' | 'coSpace' | 'accessMethod' | 'coSpaceUser' | 'callOut' | 'callLeg';

/** What a profile sets: its fields as they are stored, unset ones absent. */
export type Settings = Readonly<Record<string, string>>;

/** A call leg profile that applies to a leg, and why. */
export interface ScopedProfile {
  scope: LegProfileScope;
  id: string;
  settings: Settings;
}

/** The call profiles of a call; null where none is set. */
export interface CallProfiles {
  system: Settings | null;
  tenant: Settings | null;
  coSpace: Settings | null;
}

/** A leg whose place in the lobby is asked. */
export interface LobbyQuestion {
  /** What a write has said last, empty when none did. */
  written: string;
  needsActivation: boolean;
  /** Whether somebody in the call is an activator. */
  activatorPresent: boolean;
  /** Whether the call is locked, and whether its lock kept the leg out when it came. */
  locked: boolean;
  metLock: boolean;
}

/**
 * The decisions about calls, call legs and participants beyond those that TMS needs (facts: call-bridge-api 11, 12). Those marked
 * "inferred" are defaults of the emulator; no document states them.
 */
export const callPolicies = {
  // --- calls (11) ---

  /** Whether a POST says enough: which space the call is in, or its name. */
  'calls.isComplete': (fields: Settings): boolean => Boolean(fields.coSpace || fields.name),

  /** Canonical path of a call below `/api/v1`. */
  'calls.path': (id: string): string => `/calls/${id}`,

  /** The kind of a call: in a space, or by its name alone (the latter inferred). */
  'calls.type': (coSpace: string): string => (coSpace === '' ? 'adHoc' : 'coSpace'),

  /** The tenant of a call: its space's. */
  'calls.tenant': (ofSpace: string): string => ofSpace,

  /** Who owns a call: the meeting scheduler of its space. */
  'calls.ownerName': (meetingScheduler: string): string => meetingScheduler,

  /** A field of a call after a write that gives it. */
  'calls.storedField': (_name: string, _previous: string, given: string): string => given,

  /** The value of a field of a call that its creation doesn't give; `model` is the documented default. */
  'calls.defaultField': (_name: string, model: string): string => model,

  /** Call legs and participants of a call, and the most that it had, from what is there. */
  'calls.count': (_what: 'numCallLegs' | 'maxCallLegs' | 'numParticipantsLocal', number: number): number => number,

  /** What recording or streaming does (inferred: the values are not published). */
  'calls.activity': (isOn: boolean): string => (isOn ? 'active' : 'idle'),

  /** Seconds that a message still shows; null while none does. */
  'calls.messageTimeRemaining': (duration: string, milliseconds: number): string | null => {
    if (duration === 'permanent') return 'permanent';
    const left = Number(duration) - Math.floor(milliseconds / 1000);
    return left > 0 ? String(left) : null;
  },

  /** What a call's profiles come to: of each field the most specific value (by field: inferred). */
  'calls.effectiveProfile': ({ system, tenant, coSpace }: CallProfiles): Settings => ({
    ...system,
    ...tenant,
    ...coSpace,
  }),

  /** Why recording can't be started or stopped in this mode; null when it can. */
  'calls.recordingRefusal': (mode: string): string | null =>
    mode === 'disabled' ? 'callRecordingCannotBeModified' : null,

  /** Why streaming can't be started or stopped in this mode; null when it can. */
  'calls.streamingRefusal': (mode: string): string | null =>
    mode === 'disabled' ? 'callStreamingCannotBeModified' : null,

  /** Whether a tenant with so many participants takes another one under its limit (0: no limit). */
  'calls.tenantTakesAnother': (participants: number, limit: number): boolean => limit === 0 || participants < limit,

  // --- call legs (12.1, 12.2) ---

  /** What the `configuration` of a leg shows: only what was set for this very leg. */
  'legs.configuration': (own: Settings, _effective: Settings): Settings => own,

  /** A field of a leg after a write that gives it. */
  'legs.storedField': (_name: string, _previous: string, given: string): string => given,

  /** The default layout that a write asks for: `layout` is its older name, and yields. */
  'legs.defaultLayout': ({ defaultLayout, layout }: { defaultLayout: string; layout: string }): string =>
    defaultLayout || layout,

  /** A name label as it is kept, null when it is refused: at most 50 bytes of UTF-8 (that it is refused: inferred). */
  'legs.nameLabel': (given: string): string | null => (Buffer.byteLength(given) <= 50 ? given : null),

  /** The label after an empty one was written: none. */
  'legs.restoredLabel': (_previous: string): string => '',

  /** Who is labelled by a write on a leg, and on a participant: both, alike. */
  'legs.labelledByLeg': (): readonly ('leg' | 'participant')[] => ['leg', 'participant'],
  'legs.labelledByParticipant': (): readonly ('leg' | 'participant')[] => ['leg', 'participant'],

  /** Whether a leg waits in the lobby: one that needs activation while no activator is there, or that came into a locked call. */
  'legs.isDeactivated': ({ written, needsActivation, activatorPresent, locked, metLock }: LobbyQuestion): boolean =>
    written === '' ? (locked && metLock) || (needsActivation && !activatorPresent) : written === 'true',

  /** Whether a leg that comes into a call is kept out by its lock: nobody new gets in, or those who need activation don't. */
  'legs.meetsLock': ({
    locked,
    lockMode,
    needsActivation,
  }: {
    locked: boolean;
    lockMode: string;
    needsActivation: boolean;
  }): boolean => locked && (lockMode === 'all' || needsActivation),

  /** Seconds that a leg may last once it is connected; 0: for ever. */
  'legs.maximumSeconds': (maxCallDurationTime: string): number => Number(maxCallDurationTime || 0),

  /** Legs that the DELETE of one ends: that one. */
  'legs.endedByDelete': (id: string): readonly string[] => [id],

  /** Why a leg can't be asked for a key frame, or its camera be moved; null when it can. */
  'legs.actionRefusal': (_action: 'generateKeyframe' | 'cameraControl'): string | null => null,

  /** The legs below a participant: its own. */
  'legs.ofParticipant': (own: readonly string[], _others: readonly string[]): readonly string[] => own,

  // --- call leg profiles (12.3) ---

  /** The scopes of call leg profiles, the later beating the earlier. */
  'legs.profileScopes': (): readonly LegProfileScope[] => [
    'global',
    'tenant',
    'coSpace',
    'accessMethod',
    'coSpaceUser',
    'callOut',
    'callLeg',
  ],

  /** The profiles that a leg's trace shows: all that apply. */
  'legs.tracedProfiles': (profiles: readonly ScopedProfile[]): readonly ScopedProfile[] => profiles,

  /** What profiles, in the order of their scopes, and a leg's own overrides come to: of each field the most specific value. */
  'legs.effectiveSettings': (profiles: readonly ScopedProfile[], own: Settings): Settings =>
    Object.assign({}, ...profiles.map(({ settings }) => settings), own),

  // --- participants (11.3, 12.5) ---

  /** Canonical path of a participant below `/api/v1`: not below its call. */
  'participants.path': (_call: string, participant: string, _leg: string): string => `/participants/${participant}`,

  /** A field of a participant after a write that gives it. */
  'participants.storedField': (_name: string, _previous: string, given: string): string => given,

  /** Whether a participant activates others: unless it needs activation itself. */
  'participants.isActivator': (needsActivation: boolean): boolean => !needsActivation,

  /** Which participants a write on all of them reaches. */
  'participants.reached': (
    all: readonly string[],
    { filterIds, mode }: { filterIds: readonly string[]; mode: string },
  ): readonly string[] =>
    mode === 'selected' ? all.filter((id) => filterIds.includes(id)) : all.filter((id) => !filterIds.includes(id)),

  /** Whether a write may name so many participants: at most 20. */
  'participants.filterIdsAreFew': (count: number): boolean => count <= 20,

  /** What a write on all participants does to one of them. */
  'participants.setField': (_name: string, _previous: string, given: string): string => given,

  /** Why a participant can't be created on a Call Bridge; null when it can. */
  'participants.bridgeRefusal': (isReachable: boolean): string | null => (isReachable ? null : 'callBridgeUnavailable'),

  /** Why a participant can't be created in a group of bridges; null when it can. */
  'participants.groupRefusal': ({
    balancesOutgoing,
    reachable,
  }: {
    balancesOutgoing: boolean;
    reachable: number;
  }): string | null => {
    if (!balancesOutgoing) return 'loadBalancingDisabled';
    return reachable === 0 ? 'callBridgeGroupUnavailable' : null;
  },

  /** Whether a participant may be moved to another call. */
  'participants.mayMove': (): boolean => true,

  /** Whether a participant that was moved has left the call that it was in. */
  'participants.movedLeaves': (): boolean => true,

  /** The legs that end when a participant is dropped: its own. */
  'participants.legsDropped': (own: readonly string[]): readonly string[] => own,
};
