import { smallestBody } from '../protocol/trace/parameters.ts';
import type { AuditRecord, TracedRequest } from '../protocol/trace/request.ts';
import type { Cluster } from './cluster.ts';
import { Context, type Expectation, pairsOf, type Resource, resourceOf, succeeded } from './context.ts';
import { idKey } from './document.ts';
import { Provisioning } from './provisioning.ts';
import { type SlotOptions, Slots } from './slots.ts';
import type { Tally } from './tally.ts';
import { elapsed, secondsOf } from './time.ts';

const numbersKept = 512;

/** What one TMS says to one node. Its address may change, its API user may not. */
export class Conversation {
  readonly clients = new Set<string>();
  /** The API user by the audit lines; null before there is one. */
  user: string | null = null;
  requests = 0;
  bodies = 0;
  readonly provisioning: Provisioning;
  readonly slots: Slots;
  readonly #context: Context;
  readonly #cluster: Cluster;
  #refused: { expectation: Expectation; key: string }[] = [];
  /** The numbers that were seen last, each at its place, and their seconds. */
  readonly #numbers = new Float64Array(numbersKept).fill(-1);
  readonly #seconds = new Float64Array(numbersKept);

  constructor(tally: Tally, begins: number, cluster: Cluster, options: SlotOptions) {
    this.#context = new Context(tally, begins);
    this.#cluster = cluster;
    this.provisioning = new Provisioning(this.#context);
    this.slots = new Slots(this.#context, this.provisioning, cluster, options);
  }

  /** Judges the next request. */
  take(request: TracedRequest): void {
    this.requests += 1;
    this.clients.add(request.client);
    const context = this.#context;
    const resource = resourceOf(request.path);
    this.#judgeNumber(request);
    this.#judgeNames(request, resource);
    if (request.status !== null) this.#judgeSize(request);
    this.#repeat(request);
    if (request.status === 401) {
      this.#challenged(request);
      return;
    }
    if (request.status === null) {
      if (request.method !== 'GET') context.leave(33, 'the answer is not in the log');
      return;
    }
    if (request.method === 'GET') {
      this.#read(request, resource);
      context.pass(request);
      return;
    }
    this.#judgeUser(request, resource);
    this.#judgeAnswer(request, resource);
    this.#write(request, resource);
    context.didWrite(resource.name, secondsOf(request.time), slotOf(request, resource));
    context.pass(request);
  }

  /** An audit line of a request that isn't traced. */
  audit(audit: AuditRecord): void {
    const ids = [...audit.action.matchAll(/[0-9a-z]{8}(?:-[0-9a-z]{4}){3}-[0-9a-z]{12}/gi)].map(([id]) => idKey(id));
    if (!/^(?:modified space|created new call|deleted (?:call|space)) /.test(audit.action)) return;
    if (!ids.some((id) => this.slots.knows(id))) return;
    const right = audit.user === this.user || (this.user === null && this.clients.has(audit.client));
    const expected = `writes to slots and calls by API user "${this.user ?? '?'}"`;
    this.#context.tally.judge(
      'TMS-TRACE-30',
      right,
      audit,
      expected,
      `"${audit.user}" from ${audit.client}: ${audit.action}`,
    );
  }

  /** The log ends. */
  end(seconds: number): void {
    this.#context.end(seconds);
    this.slots.end();
  }

  #read(request: TracedRequest, resource: Resource): void {
    if (!succeeded(request)) return;
    if (this.provisioning.read(resource.name, resource.id, request)) this.slots.renew();
    this.slots.read(resource.name, request);
    this.#context.didRead(resource.name, secondsOf(request.time));
  }

  #write(request: TracedRequest, { name, id }: Resource): void {
    const { method } = request;
    const { provisioning, slots } = this;
    const writes: Record<string, () => void> = {
      'POST callprofiles': () => provisioning.callProfile(request),
      'POST calllegprofiles': () => provisioning.callLegProfile(request),
      'POST cospacebulkparametersets': () => provisioning.parameterSet(request),
      'PUT cospacebulkparametersets/*': () => provisioning.rangeChanged(id, request),
      'POST cospacebulksyncs': () => provisioning.sync(request),
      'PUT cospaces/*': () => slots.put(id, request),
      'DELETE cospaces/*': () => slots.deleteSpace(id, request),
      'POST calls': () => slots.call(request),
      'POST calls/*/calllegs': () => slots.callLeg(id, request),
      'DELETE calls/*': () => slots.deleteCall(id, request),
    };
    const kind = `${method} ${name}`;
    if (kind === 'POST callprofiles') this.#cluster.added(request, [...provisioning.bridges]);
    if (name.startsWith('cospacebulk')) this.#cluster.bulk(request);
    const write = writes[kind];
    if (write) write();
    else if (name.startsWith('calls/*')) slots.writeCall(id, request);
  }

  /** 34: a number comes once within a while (it begins again when the node does), and has one answer. */
  #judgeNumber(request: TracedRequest): void {
    const { number, answers } = request;
    const at = secondsOf(request.time);
    const place = number % numbersKept;
    const twice = this.#numbers[place] === number && elapsed(this.#seconds[place] as number, at) <= 10;
    const right = !twice && answers <= 1;
    const seen = twice ? 'the number again' : right ? '' : `${answers} answers`;
    this.#context.judge(34, right, request, 'one request and one answer with this number', seen);
    this.#numbers[place] = number;
    this.#seconds[place] = at;
  }

  /** 32: another spelling of a name that the bridge knows is no unknown path. */
  #judgeNames(request: TracedRequest, { otherwise }: Resource): void {
    if (otherwise !== null && request.status !== null && request.status !== 401)
      this.#context.judge(32, request.status !== 404, request, `${request.path} known as ${otherwise}`, '404');
  }

  /** 35: what a mask, an encoding or a lost marker hides makes a range of the size. */
  #judgeSize(request: TracedRequest): void {
    const { contentSize } = request;
    if (contentSize === null && request.printed.length === 0) return;
    const { parameters } = request;
    if (contentSize === null) {
      if (parameters.length > 0) this.#context.leave(35, 'the size of the body is not in the log');
      return;
    }
    const low = smallestBody(parameters);
    const lost =
      parameters.filter(({ name, value }) => name.endsWith('Mapping') && !value.includes('$index$')).length * 7;
    const encoded = parameters.reduce((sum, { value, masked }) => sum + (masked ? 200 : encodable(value)), 0);
    const right = (contentSize >= low && contentSize <= low + encoded) || contentSize === low + lost;
    if (right) this.bodies += 1;
    this.#context.judge(35, right, request, `a body of ${contentSize} bytes`, `parameters of ${low} bytes`);
  }

  #repeat(request: TracedRequest): void {
    if (this.#refused.length === 0) return;
    const key = keyOf(request);
    const at = this.#refused.findIndex((one) => one.key === key);
    if (at < 0) return;
    this.#context.met((this.#refused[at] as { expectation: Expectation }).expectation);
    this.#refused.splice(at, 1);
  }

  /** 31: the same request must follow. */
  #challenged(request: TracedRequest): void {
    const challenge = request.headers['www-authenticate'];
    if (challenge !== undefined && !/^basic/i.test(challenge)) {
      this.#context.leave(31, 'the challenge is not Basic');
      return;
    }
    const expectation = this.#context.expect(31, request, `${request.method} ${request.path} once more`, 'none');
    this.#refused = [...this.#refused.slice(-50), { expectation, key: keyOf(request) }];
  }

  #judgeUser(request: TracedRequest, { name }: Resource): void {
    const { audit } = request;
    if (!succeeded(request)) return;
    if (audit === null) {
      if (/^(?:cospaces|calls)\b/.test(name)) this.#context.leave(30, 'the write has no audit line');
      return;
    }
    this.user ??= audit.user;
    const seen = `"${audit.user}" from ${audit.client}`;
    this.#context.judge(30, audit.user === this.user, request, `API user "${this.user}"`, seen);
  }

  /** 33: a call may have ended by itself, so its deletion may fail. */
  #judgeAnswer(request: TracedRequest, { name }: Resource): void {
    const { method, status, size, headers } = request;
    if (status === null || (method === 'DELETE' && name === 'calls/*' && !succeeded(request))) return;
    const creates = method === 'POST';
    const location = headers.location;
    const right = status === 200 && size === 0 && (!creates || location?.startsWith('/api/v1/') === true);
    const expected = `200, size 0${creates ? ', Location /api/v1/...' : ''}`;
    this.#context.judge(
      33,
      right,
      request,
      expected,
      `${status}, size ${size}${creates ? `, Location ${location}` : ''}`,
    );
  }
}

/** Whether a request is one that only a TMS sends: reads alone don't make one. */
export function isTypical(request: TracedRequest): boolean {
  const { method } = request;
  if (method !== 'POST' && method !== 'PUT') return false;
  const { name } = resourceOf(request.path);
  const pairs = new Map(pairsOf(request));
  const called = pairs.get('name') ?? pairs.get('coSpaceNameMapping') ?? '';
  if (called.startsWith('TMS_Scheduled_Meeting_')) return name.startsWith('cospace');
  switch (name) {
    case 'callprofiles':
      return pairs.get('participantLimit') === '1000' && pairs.has('messageBoardEnabled');
    case 'calllegprofiles':
      return pairs.get('defaultLayout') === 'telepresence' && pairs.has('presentationContributionAllowed');
    case 'cospaces/*':
      return request.parameters[0]?.empty === true && pairs.has('nonMemberAccess') && pairs.has('secret');
    default:
      return false;
  }
}

/** Keys of the slots and calls that a write is about. */
export function touched(request: TracedRequest): string[] {
  const { id } = resourceOf(request.path);
  const space = new Map(pairsOf(request)).get('coSpace');
  return [id, ...(space === undefined ? [] : [idKey(space)])].filter((key) => key !== '');
}

function slotOf(request: TracedRequest, { name, id }: Resource): string {
  if (name === 'calls') return touched(request)[0] ?? '';
  return name === 'cospaces/*' ? id : '';
}

function keyOf({ method, path, parameters }: TracedRequest): string {
  return `${method} ${path.toLowerCase()} ${parameters.map(({ name, value }) => `${name}=${value}`).join('&')}`;
}

/** How many bytes more a value takes at most when its bytes are percent-encoded. */
function encodable(value: string): number {
  return 2 * Buffer.byteLength(value.replace(/[\w.~@$*:/ +%-]/g, ''));
}
