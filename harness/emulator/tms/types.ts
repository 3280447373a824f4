/** A bridge's web admin address with the API user that TMS uses there. */
export interface BridgeLogin {
  /** Host, or host:port where the port isn't 443. */
  address: string;
  username: string;
  password: string;
}

/** A Call Bridge that TMS knows from `GET /callBridges` of an added bridge. */
export interface DiscoveredBridge {
  name: string;
  address: string;
  /** It is the one that was added. */
  primary: boolean;
}

/** A ticket of a system; open until its cause is gone. */
export interface Ticket {
  number: number;
  title: string;
  /** ISO 8601, in the cluster's time. */
  openedAt: string;
  clearedAt: string | null;
}

/** A bridge that was added to TMS; `null` is what has not been set. */
export interface BridgeSystem extends BridgeLogin {
  id: number;
  /** `No Name (<address>)` is shown while it is null. */
  name: string | null;
  domain: string | null;
  numericIdBase: number | null;
  numericIdQuantity: number | null;
  alternate: BridgeLogin | null;
  discovered: DiscoveredBridge[];
  /** Ids on the bridge. */
  callProfile: string;
  callLegProfile: string;
  parameterSet: string | null;
  /** Open and cleared ones, by number. */
  tickets: Ticket[];
}

/** What TMS shows of a bridge from its `GET /system/status`, by element name. */
export type SystemValues = Readonly<Record<string, string>>;

/** Status of a conference, as the Booking API names it. */
export type ConferenceStatus =
  | 'Pending'
  | 'Ongoing'
  | 'Finished'
  | 'Defective'
  | 'Deleted'
  | 'MeetingRequest'
  | 'Rejected';

/** One participant; `callType` as the Booking API names it, e.g. `SIP ->`. */
export interface ConferenceParticipant {
  id: number;
  nameOrNumber: string;
  callType: string;
}

/** One occurrence that TMS holds on a bridge; a series has one for each. */
export interface Conference {
  id: number;
  title: string;
  start: Date;
  end: Date;
  /** Empty when there is none. */
  password: string;
  /** E.g. `Automatic Call Launch`. */
  type: string;
  /** E.g. `AutomaticBestEffort`. */
  showExtendOption: string;
  participants: ConferenceParticipant[];
  status: ConferenceStatus;
  /** Its slot's number once there is one. */
  slot: number | null;
}

/** The conferences of TMS, as what holds them on bridges sees them. Kept in the cluster's store. */
export interface ConferenceBook {
  get(id: number): Conference | undefined;
  /** Those that are not deleted, by start. */
  all(): Conference[];
  /** Notes what became of a conference; whoever asks by the Booking API sees it. */
  update(id: number, changes: Partial<Pick<Conference, 'status' | 'slot' | 'end'>>): void;
  /** Told after a conference was booked, changed, ended or deleted by a client; never after `update`. */
  onChange(listener: (change: { before: Conference | null; after: Conference }) => void): void;
}

/** The bridges of TMS. Kept in the cluster's store. */
export interface BridgeSystems {
  all(): BridgeSystem[];
  get(id: number): BridgeSystem | undefined;
}

/** What holds booked conferences on a bridge when their time has come. */
export interface ConferenceRunner {
  /** Numbers of the slots that a conference of that time could get; null when no bridge is provisioned. */
  slotsFree(start: Date, end: Date): number[] | null;
  stop(): Promise<void>;
}
