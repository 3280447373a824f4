import type { TracedRequest } from '../protocol/trace/request.ts';
import { type Context, type Expectation, locationId, type Pair, pairsOf } from './context.ts';
import { idKey, readDocument } from './document.ts';
import { elapsed, secondsOf } from './time.ts';

const callProfileFields = 'participantLimit=1000&messageBoardEnabled=false';
const callLegProfileFields =
  'defaultLayout=telepresence&changeLayoutAllowed=true&presentationContributionAllowed=true' +
  '&presentationViewingAllowed=true&muteSelfAllowed=true&videoMuteSelfAllowed=true';
const setFields =
  'startIndex endIndex coSpaceUriMapping coSpaceNameMapping coSpaceCallIdMapping callProfile callLegProfile nonMemberAccess';

interface Range {
  start: number;
  end: number;
}

interface Sync {
  request: TracedRequest;
  status: string;
  poll: Expectation | null;
  range: Range | null;
}

/** A listing of Call Bridges. */
interface Listing {
  request: TracedRequest;
  ids: string[];
  total: number | null;
  whole: boolean;
  /** Whether GET system/status came before. */
  hadStatus: boolean;
}

/** Judges how a bridge is added and how its slots are made: invariants 1 to 10. */
export class Provisioning {
  readonly #context: Context;
  /** The last listing of Call Bridges, until it was used for an addition. */
  #listing: Listing | null = null;
  #bridgesRead = new Set<string>();
  #profiles: { call: string; callLeg: string; next: Expectation | null } | null = null;
  readonly #sets = new Map<string, Range>();
  #newestSet = '';
  #newestIsSynced = false;
  readonly #syncs = new Map<string, Sync>();
  #status: Expectation | null = null;
  #completed: { range: Range; at: number } | null = null;
  /** How many Call Bridges the bridge has listed; null when unknown. */
  listed: number | null = null;
  /** Ids of the listed Call Bridges. */
  readonly bridges = new Set<string>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** The range of the newest completed sync. */
  get range(): Range | null {
    return this.#completed?.range ?? null;
  }

  /** Whether slots were made in this log: those that come up afterwards are fresh. */
  get hasMadeSlots(): boolean {
    return this.#completed !== null;
  }

  /** A successful read. Returns whether it shows that all slots were made anew. */
  read(name: string, id: string, request: TracedRequest): boolean {
    if (name === 'cospacebulksyncs/*') return this.#polled(id, request);
    if (name === 'system/status') this.#context.met(this.#status);
    else if (name === 'callbridges') this.#list(request);
    else if (name === 'callbridges/*') this.#bridgesRead.add(id);
    else if (name === 'cospaces') this.#countSlots(request);
    return false;
  }

  #list(request: TracedRequest): void {
    const { objects, total, whole } = readDocument(request);
    const hadStatus = this.#context.hasRead('system/status');
    this.#listing = { request, ids: objects.map(({ id }) => id), total, whole, hadStatus };
    this.#bridgesRead = new Set();
    this.listed = total;
    for (const { id } of objects) this.bridges.add(id);
  }

  callProfile(request: TracedRequest): void {
    const context = this.#context;
    const listing = this.#listing;
    const asked = 'GET system/status, then GET callBridges, before the call profile';
    if (listing === null) context.judgeBefore(1, false, request, asked, 'no GET callBridges');
    else if (listing.hadStatus) context.judge(1, true, request, asked, '');
    else if (context.hasRead('callbridges', 'system/status') || context.covers(listing.request, 2))
      context.judge(1, false, listing.request, asked, 'no GET system/status before');
    else context.leave(1, 'the log begins within the addition');
    if (listing) this.#bridgesWereRead(listing, request);
    const again = listing === null && this.#profiles !== null;
    const body = text(pairsOf(request));
    context.judge(
      3,
      !again && body === callProfileFields,
      request,
      again ? 'one call profile for an addition' : callProfileFields,
      again ? 'another one' : body,
    );
    context.missed(this.#profiles?.next ?? null);
    const next = context.expect(3, request, 'a call leg profile after the call profile', 'none');
    this.#profiles = { call: locationId(request), callLeg: '', next };
    this.#listing = null;
  }

  #bridgesWereRead(listing: Listing, request: TracedRequest): void {
    const { ids, total, whole } = listing;
    const missing = ids.filter((id) => !this.#bridgesRead.has(id));
    if (whole || missing.length > 0) {
      const expected = `GET callBridges/<id> for each of ${ids.length} ids before the call profile`;
      this.#context.judge(2, missing.length === 0, request, expected, () => `not read: ${missing.join(', ')}`);
    } else if (total !== null) {
      const read = this.#bridgesRead.size;
      this.#context.judge(2, read >= total, request, `GET callBridges/<id> for each of ${total}`, `${read} were read`);
    } else this.#context.leave(2, 'the listing of Call Bridges is not in the log');
  }

  callLegProfile(request: TracedRequest): void {
    const profiles = this.#profiles;
    const body = text(pairsOf(request));
    const place = 'one call leg profile after the call profile';
    if (profiles === null) this.#context.judgeBefore(3, false, request, place, 'no call profile before');
    else if (profiles.callLeg !== '') this.#context.judge(3, false, request, place, 'another one');
    else this.#context.met(profiles.next);
    this.#context.judge(3, body === callLegProfileFields, request, callLegProfileFields, body);
    this.#profiles = { call: profiles?.call ?? '', callLeg: locationId(request), next: null };
  }

  parameterSet(request: TracedRequest): void {
    const context = this.#context;
    const pairs = pairsOf(request);
    const set = Object.fromEntries(pairs);
    const names = pairs.map(([name]) => name).join(' ');
    context.judge(4, names === setFields, request, setFields, names);
    context.judge(4, set.nonMemberAccess === 'false', request, 'nonMemberAccess=false', `${set.nonMemberAccess}`);
    const range = { start: Number(set.startIndex), end: Number(set.endIndex) };
    const isRange = range.start <= range.end;
    context.judge(4, isRange, request, 'startIndex up to endIndex', `${set.startIndex} to ${set.endIndex}`);
    const profiles = this.#profiles;
    if (profiles === null) context.leave(4, "the profiles' creation is not in the log");
    else {
      context.missed(profiles.next);
      for (const [field, id] of [
        ['callProfile', profiles.call],
        ['callLegProfile', profiles.callLeg],
      ] as const) {
        if (id !== '') context.judge(4, idKey(set[field] ?? '') === id, request, `${field}=${id}`, `${set[field]}`);
      }
    }
    this.#mappings(request, pairs);
    this.#newestSet = locationId(request) || this.#newestSet;
    this.#newestIsSynced = false;
    this.#sets.set(this.#newestSet, range);
  }

  /** The range of a set is changed: what is synced next are other slots. */
  rangeChanged(set: string, request: TracedRequest): void {
    const changed = Object.fromEntries(pairsOf(request));
    const before = this.#sets.get(set);
    const start = Number(changed.startIndex ?? before?.start);
    this.#sets.set(set, { start, end: Number(changed.endIndex ?? before?.end) });
  }

  /** Logs and copies lose the marker; then the logged size still has room for it. */
  #mappings(request: TracedRequest, pairs: readonly Pair[]): void {
    const marker = /\$index\$/;
    const mappings = pairs.filter(([name]) => name.endsWith('Mapping'));
    const without = mappings.filter(([, value]) => !marker.test(value));
    const room = (request.contentSize ?? 0) - Buffer.byteLength(request.parameters.map(rawText).join('&'));
    const lost = without.length > 0 && room >= 7 * without.length;
    for (const [name, value] of mappings) {
      const right = lost || marker.test(value);
      this.#context.judge(5, right, request, `${name} with $index$`, `${name}=${value}`);
    }
  }

  sync(request: TracedRequest): void {
    const context = this.#context;
    const pairs = Object.fromEntries(pairsOf(request));
    const set = idKey(pairs.cospaceBulkParameterSet ?? '');
    if (this.#newestSet === '') context.judgeBefore(6, false, request, 'a parameter set created before', 'none');
    else {
      const right = set === this.#newestSet || (this.#newestIsSynced && this.#sets.has(set));
      context.judge(6, right, request, `cospaceBulkParameterSet=${this.#newestSet}`, set);
    }
    this.#newestIsSynced = true;
    const poll = context.expect(7, request, 'GET of the sync after its creation', 'none');
    const range = pairs.removeAll === 'true' ? null : (this.#sets.get(set) ?? null);
    this.#syncs.set(locationId(request), { request, status: 'pending', poll, range });
  }

  /** Whether this answer shows a sync of this conversation complete: all slots are others now. */
  #polled(id: string, request: TracedRequest): boolean {
    const sync = this.#syncs.get(id);
    if (!sync) return false;
    this.#context.met(sync.poll);
    const shown = readDocument(request).objects[0]?.fields.status;
    // what an elision took away is taken for the end
    sync.status = shown ?? 'complete';
    if (sync.status === 'pending' || sync.status === 'running') return false;
    if (sync.status === 'complete') {
      this.#status = this.#context.expect(8, request, 'GET system/status after the completed sync', 'none');
      if (sync.range) this.#completed = { range: sync.range, at: secondsOf(request.time) };
    }
    this.#syncs.delete(id);
    return sync.status === 'complete';
  }

  /** A slot is written to: no sync may be under way. */
  slotUsed(request: TracedRequest): void {
    this.#context.missed(this.#status);
    for (const [id, sync] of this.#syncs) {
      const expected = 'the sync polled until it is complete before a slot is used';
      this.#context.withdraw(sync.poll);
      this.#context.judge(7, false, request, expected, `sync ${id} is ${sync.status}`);
      this.#syncs.delete(id);
    }
  }

  #countSlots(request: TracedRequest): void {
    const made = this.#completed;
    if (made === null || elapsed(made.at, secondsOf(request.time)) > 60 || resourceHasQuery(request)) return;
    const { objects, whole } = readDocument(request);
    const { start, end } = made.range;
    if (!whole) {
      this.#context.leave(9, 'the listing of coSpaces is shortened');
      return;
    }
    const slots = objects.filter(({ fields }) => Number(fields.uri) >= start && Number(fields.uri) <= end);
    const wanted = end - start + 1;
    this.#context.judge(9, slots.length === wanted, request, `${wanted} slots`, `${slots.length}`);
    for (const { fields } of slots) {
      const { name = '', uri, callId } = fields;
      const own = !name.startsWith('TMS_Scheduled_Meeting_') || name === `TMS_Scheduled_Meeting_${uri}`;
      this.#context.judge(
        9,
        own && callId === uri,
        request,
        `name, uri, callId of ${uri}`,
        `${name}, ${uri}, ${callId}`,
      );
    }
    this.#completed = { range: made.range, at: Number.NEGATIVE_INFINITY };
  }
}

function resourceHasQuery({ path }: TracedRequest): boolean {
  return path.includes('?');
}

function rawText({ name, value, masked, empty }: TracedRequest['parameters'][number]): string {
  return empty ? '' : `${name}=${masked ? '' : value}`;
}

function text(pairs: readonly Pair[]): string {
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}
