import type { RecordType } from '../../protocol/cdr.ts';
import type { LegEndReason, LiveEvent, LiveFields } from '../kernel/live-events.ts';
import type { CdrElement } from '../policies/cdr.ts';
import type { Policies } from '../policies/index.ts';
import type { PendingRecord } from './queue.ts';

/** A record without its number. */
export type UnnumberedRecord = Omit<PendingRecord, 'correlatorIndex'>;

interface CallTally {
  startedAt: number;
  legs: Set<string>;
  completed: number;
  maxActive: number;
}

/**
 * Makes call detail records of what happens to the calls and legs of one bridge (facts: call-bridge-api 19). What the live
 * objects don't say by themselves, how many legs a call had, it counts.
 */
export class CallRecorder {
  readonly #policies: Policies;
  readonly #calls = new Map<string, CallTally>();
  /** State that was told last of each leg. */
  readonly #states = new Map<string, string>();

  constructor(policies: Policies) {
    this.#policies = policies;
  }

  /** The records of an event that happened `at`, milliseconds since 1970; mostly one or none. */
  records(event: LiveEvent, at: number): UnnumberedRecord[] {
    switch (event.kind) {
      case 'callStarted':
        this.#calls.set(event.id, { startedAt: at, legs: new Set(), completed: 0, maxActive: 0 });
        return this.#make('callStart', event.id, at, callStart(event.fields));
      case 'callEnded':
        return this.#callEnded(event.id, at);
      case 'legStarted':
        return this.#legStarted(event.id, event.fields, at);
      case 'legUpdated':
        return this.#legUpdated(event.id, event.fields, at);
      case 'legEnded':
        return this.#legEnded(event, at);
      default:
        return [];
    }
  }

  #callEnded(id: string, at: number): UnnumberedRecord[] {
    const { startedAt = at, completed = 0, maxActive = 0 } = this.#calls.get(id) ?? {};
    this.#calls.delete(id);
    return this.#make('callEnd', id, at, [
      ['callLegsCompleted', String(completed)],
      ['callLegsMaxActive', String(maxActive)],
      ['durationSeconds', this.#seconds(startedAt, at)],
    ]);
  }

  #legStarted(id: string, fields: LiveFields, at: number): UnnumberedRecord[] {
    const call = this.#calls.get(fields.call ?? '');
    call?.legs.add(id);
    if (call) call.maxActive = Math.max(call.maxActive, call.legs.size);
    const names = ['remoteParty', 'localAddress', 'remoteAddress', 'type', 'subType', 'direction'];
    return this.#make('callLegStart', id, at, [
      ['displayName', fields.name ?? ''],
      ...picked(fields, names),
      ...(this.#policies['cdr.legStartNamesCall']() ? picked(fields, ['call']) : []),
      ...picked(fields, ['ownerId', 'sipCallId', 'canMove']),
    ]);
  }

  #legUpdated(id: string, fields: LiveFields, at: number): UnnumberedRecord[] {
    const state = fields.state ?? '';
    if (this.#states.get(id) === state) return [];
    this.#states.set(id, state);
    if (!this.#policies['cdr.updatesOnState'](state)) return [];
    const names = ['state', 'call', 'sipCallId', 'deactivated', 'remoteAddress', 'ownerId', 'canMove'];
    return this.#make('callLegUpdate', id, at, picked(fields, names));
  }

  #legEnded(event: { id: string; fields: LiveFields; reason: LegEndReason }, at: number): UnnumberedRecord[] {
    const { id, fields, reason } = event;
    const call = this.#calls.get(fields.call ?? '');
    if (call?.legs.delete(id)) call.completed += 1;
    this.#states.delete(id);
    const connectedAt = Number(fields._connectedAt ?? at);
    return this.#make('callLegEnd', id, at, [
      ['reason', this.#policies['cdr.endReason'](reason)],
      ['remoteTeardown', String(this.#policies['cdr.remoteTeardown'](reason))],
      ['durationSeconds', this.#seconds(connectedAt, at)],
      ...picked(fields, ['encryptedMedia', 'unencryptedMedia', 'sipCallId']),
    ]);
  }

  #make(type: RecordType, id: string, at: number, elements: readonly CdrElement[]): UnnumberedRecord[] {
    return this.#policies['cdr.recordsOf'](type).map((made) => ({
      type: made,
      at,
      subject: made === 'callStart' || made === 'callEnd' ? 'call' : 'callLeg',
      id: this.#policies['cdr.subjectId'](made, id),
      fields: this.#policies['cdr.elements'](made, elements),
    }));
  }

  #seconds(from: number, to: number): string {
    return String(this.#policies['cdr.durationSeconds'](to - from));
  }
}

function callStart(fields: LiveFields): CdrElement[] {
  return [
    ['name', fields.name || (fields._name ?? '')],
    ...picked(fields, ['ownerName']),
    ['callType', fields.callType ?? (fields.coSpace ? 'coSpace' : 'adHoc')],
    ...picked(fields, ['coSpace', 'callCorrelator', 'tenant', 'cdrTag']),
  ];
}

/** The fields of these names that hold something. */
function picked(fields: LiveFields, names: readonly string[]): CdrElement[] {
  return names.flatMap((name) => (fields[name] ? [[name, fields[name]] as const] : []));
}
