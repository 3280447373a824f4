/** The kinds of active objects. */
export type LiveKind = 'calls' | 'callLegs' | 'participants';

/**
 * What the Call Bridges of a cluster have in common, what each has alone, and how they watch each other (facts:
 * call-bridge-api 1.1, 17.2; mmp-and-scheduler 3). Those marked "inferred" are defaults of the emulator; no document states them.
 */
export const clusterPolicies = {
  /** The database that holds a node's configuration: one for the whole cluster. */
  'cluster.database': (_node: string): string => 'cluster',

  /** The node whose objects of a kind a node shows: active objects are local to the bridge that is asked. */
  'cluster.liveObjectsOf': (node: string, _kind: LiveKind): string => node,

  /** Whether objects of this type are still there after a node lost its power: configuration is in the database. */
  'cluster.survivesPowerLoss': (_type: string): boolean => true,

  /** Whether a node still hosts its calls after it lost its power: it doesn't (inferred). */
  'cluster.callsSurvivePowerLoss': (): boolean => false,

  /** The Call Bridges that one watches, by their names: every other one of the cluster. */
  'cluster.watchedPeers': (self: string, members: readonly string[]): string[] =>
    members.filter((name) => name !== self),

  /** Whether a link has failed after so many unanswered requests in a row; the second one counts (inferred). */
  'cluster.linkHasFailed': (misses: number): boolean => misses >= 2,

  /** Whether the alarm of a link ends when the peer answers again. */
  'cluster.answerEndsAlarm': (): boolean => true,

  /** The type of the alarm for a Call Bridge that can't be reached. */
  'cluster.alarmType': (): string => 'callBridgeConnectionFailure',

  /** The id of such an alarm; the same for as long as it is active (inferred). */
  'cluster.alarmId': (guid: string): string => guid,

  /** Seconds that an alarm has been active. */
  'cluster.activeTimeSeconds': (milliseconds: number): string => String(Math.max(0, Math.floor(milliseconds / 1000))),

  /** The name under which a Call Bridge knows itself, until another one is written: that of its `callBridges` object. */
  'cluster.uniqueName': (node: string): string => node,

  /** The id of a call: its own on each bridge; `firstCall` is the one that the first bridge of its conference has. */
  'cluster.callId': ({ fresh }: { fresh: string; firstCall: string | null }): string => fresh,

  /** Whether a bridge tells the others when a participant has left. */
  'cluster.tellsOfLeaving': (): boolean => true,

  /** Which participants on other bridges a bridge lists: all of them. */
  'cluster.remoteParticipants': (ids: readonly string[]): readonly string[] => ids,

  /** The `callBridge` of a participant on another bridge, by the ids of the one that hosts it and the one that is asked. */
  'cluster.remoteCallBridge': ({ host }: { host: string; asked: string }): string => host,

  /** `numCallLegs` of a participant on another bridge: it has none. */
  'cluster.remoteCallLegs': (_onItsBridge: string): string | null => null,

  /** How many participants a call has on other bridges. */
  'cluster.remoteCount': (participants: number): number => participants,

  /** `numDistributedInstances`: the bridges that host a call, where it is more than one (inferred). */
  'cluster.distributedInstances': (bridges: number): number | null => (bridges > 1 ? bridges : null),

  /** Whether a write on another bridge's participant is answered as done, and nothing more is made of it. */
  'cluster.remoteWriteIsLost': (_write: 'modify' | 'delete'): boolean => false,

  /** Why a write on another bridge's participant is refused; null when it is carried out (both are allowed). */
  'cluster.remoteRefusal': (write: 'modify' | 'delete'): string | null =>
    write === 'modify' ? 'participantCannotBeModified' : 'participantCannotBeDeleted',

  /** Which members a bridge lists, by their names: all, itself too. */
  'cluster.listedMembers': (_self: string, names: readonly string[]): readonly string[] => names,

  /** The id of the cluster, which all its bridges print; and that of a bridge. */
  'cluster.clusterId': ({ cluster }: { cluster: string; host: string }): string => cluster,
  'cluster.hostId': ({ host }: { cluster: string; host: string }): string => host,

  /** Whether a bridge takes writes while it can't reach so many of its peers. */
  'cluster.takesWrites': (_lostPeers: number): boolean => true,

  /** Whether the calls of a bridge end when it loses a peer. */
  'cluster.lossEndsCalls': (): boolean => false,
};
