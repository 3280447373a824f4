import type { ErrorName } from '../../../protocol/tmsba/errors.ts';
import type { Cluster } from '../../kernel/node.ts';
import type { Conferences } from '../conferences.ts';
import type { BridgeSystems, ConferenceRunner } from '../types.ts';

/** What the Booking API works with. */
export interface BookingParts {
  cluster: Cluster;
  conferences: Conferences;
  systems: BridgeSystems;
  /** Numbers that a conference of that time could get; null when no bridge is provisioned. */
  slotsFree: ConferenceRunner['slotsFree'];
}

/** What one request works with. */
export interface Caller extends BookingParts {
  username: string;
  /** Leave `ConferenceInfoText` and `ConferenceInfoHtml` out. */
  withoutInformation: boolean;
}

/** A request that is refused. An error without a name has no documented code. */
export class BookingFault extends Error {
  override readonly name = 'BookingFault';
  readonly error: ErrorName | null;
  /** A fresh session id that the fault brings. */
  readonly session: string | null;

  constructor(error: ErrorName | null, reason: string, session: string | null = null) {
    super(reason);
    this.error = error;
    this.session = session;
  }
}
