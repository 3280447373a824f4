import {
  answerText,
  auditText,
  bodyTexts,
  contentText,
  headerText,
  mask,
  parameterTexts,
  requestText,
} from '../protocol/trace/write.ts';
import type { XmlNode } from '../protocol/xml-read.ts';

/** One request with its answer, for logs in tests. */
export interface Exchange {
  /** Seconds since the log's midnight. */
  at: number;
  number: number;
  host: string;
  client: string;
  user: string;
  method: string;
  path: string;
  /** The body as sent; null for none. */
  body: string | null;
  /** Bytes of the body as logged; null for those of `body`. */
  contentSize: number | null;
  status: number;
  size: number;
  location: string | null;
  document: string[];
  /** What the audit line says; null for none. */
  action: string | null;
  challenge: boolean;
}

const api = '/api/v1';
export const tms = '192.0.2.61';

/** A GUID for tests. */
export function guidOf(number: number): string {
  return `a0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export const slotIds = [guidOf(101), guidOf(102), guidOf(103)] as const;
const bridges = [guidOf(1), guidOf(2)] as const;

/** Writes what a TMS does, in the order of the documents; tests then change it. */
export class LogWriter {
  readonly exchanges: Exchange[] = [];
  #at = 8 * 3600;
  #number: number;
  readonly #host: string;
  /** Names of the slots. */
  readonly #names = new Map<string, string>(slotIds.map((id, at) => [id, `TMS_Scheduled_Meeting_${at + 1}`]));
  readonly #calls = new Map<string, string>();
  readonly #ids: number;

  constructor(options: { host?: string; at?: number; first?: number; ids?: number } = {}) {
    this.#host = options.host ?? 'node1';
    this.#at = options.at ?? this.#at;
    this.#number = options.first ?? 1000;
    this.#ids = options.ids ?? 200;
  }

  wait(seconds: number): this {
    this.#at += seconds;
    return this;
  }

  /** Another client asks for the status: the log goes on. */
  poll(client = '192.0.2.200'): this {
    return this.send('GET', `${api}/system/status`, null, { client, user: 'monitor' });
  }

  send(method: string, path: string, body: string | null, rest: Partial<Exchange> = {}): this {
    this.#number += 1;
    this.exchanges.push({
      at: this.#at,
      number: this.#number,
      host: this.#host,
      client: tms,
      user: 'tms',
      method,
      path,
      body,
      contentSize: null,
      status: 200,
      size: 0,
      location: null,
      document: [],
      action: null,
      challenge: false,
      ...rest,
    });
    return this;
  }

  status(): this {
    return this.send('GET', `${api}/system/status`, null, { size: 518, document: ['<status>', '</status>'] });
  }

  participants(): this {
    return this.send('GET', `${api}/participants`, null, { document: ['<participants total="0"></participants>'] });
  }

  /** The addition of the bridge. */
  add(): this {
    this.status();
    this.send('GET', `${api}/callBridges`, null, {
      document: listing(
        'callBridges',
        bridges.map((id) => [`<callBridge id="${id}">`, '<name>x</name>', '</callBridge>']),
      ),
    });
    for (const id of bridges)
      this.send('GET', `${api}/callBridges/${id}`, null, { document: [`<callBridge id="${id}">`, '</callBridge>'] });
    const made = (type: string, id: string) => ({
      location: `${api}/${type}/${id}`,
      action: `created new profile ${id}`,
    });
    this.send('POST', `${api}/callProfiles`, callProfile, made('callProfiles', guidOf(11)));
    return this.send('POST', `${api}/callLegProfiles`, callLegProfile, made('callLegProfiles', guidOf(12)));
  }

  /** Three slots. */
  provision(): this {
    const body =
      'startIndex=1&endIndex=3&coSpaceUriMapping=$index$&coSpaceNameMapping=TMS_Scheduled_Meeting_$index$' +
      `&coSpaceCallIdMapping=$index$&callProfile=${guidOf(11)}&callLegProfile=${guidOf(12)}&nonMemberAccess=false`;
    this.send('POST', `${api}/cospaceBulkParameterSets`, body, {
      location: `${api}/cospaceBulkParameterSets/${guidOf(13)}`,
      action: `created new object type 29 ${guidOf(13)}`,
    });
    this.send('POST', `${api}/cospaceBulkSyncs`, `cospaceBulkParameterSet=${guidOf(13)}`, {
      location: `${api}/cospaceBulkSyncs/${guidOf(14)}`,
      action: `created new object type 30 ${guidOf(14)}`,
    });
    this.wait(2).send('GET', `${api}/cospaceBulkSyncs/${guidOf(14)}`, null, {
      document: [`<cospaceBulkSync id="${guidOf(14)}">`, '<status>complete</status>', '</cospaceBulkSync>'],
    });
    return this.status().spaces();
  }

  /** The slots and one space that is none, in whole. */
  spaces(): this {
    const item = (id: string, name: string, uri: string) => [
      `<coSpace id="${id}">`,
      `<name>${name}</name>`,
      `<uri>${uri}</uri>`,
      `<callId>${uri}</callId>`,
      '</coSpace>',
    ];
    const items = [...this.#names].map(([id, name], at) => item(id, name, String(at + 1)));
    const document = listing('coSpaces', [item(guidOf(99), 'Cafe', 'cafe'), ...items]);
    return this.send('GET', `${api}/coSpaces`, null, { document });
  }

  /** One slot. */
  space(slot: number, fields: string[]): this {
    const id = slotIds[slot - 1];
    return this.send('GET', `${api}/coSpaces/${id}`, null, {
      document: [`<coSpace id="${id}">`, ...fields, '</coSpace>'],
    });
  }

  calls(): this {
    const items = [...this.#calls].map(([slot, call]) => [
      `<call id="${call}">`,
      `<name>${this.#names.get(slot)}</name>`,
      `<coSpace>${slot}</coSpace>`,
      '</call>',
    ]);
    return this.send('GET', `${api}/calls`, null, { document: listing('calls', items) });
  }

  /** A meeting begins. */
  start(slot: number, title: string, secret: number, parties: readonly string[] = []): this {
    const id = slotIds[slot - 1] as string;
    this.status().participants().spaces().open(slot, title, secret);
    const call = guidOf(this.#ids + secret);
    this.#calls.set(id, call);
    this.send('POST', `${api}/calls`, `coSpace=${id}`, {
      location: `${api}/calls/${call}`,
      action: `created new call ${call}`,
    });
    this.status().spaces().calls();
    if (parties.length > 0)
      this.send('GET', `${api}/calllegs`, null, { document: ['<callLegs total="0"></callLegs>'] });
    parties.forEach((party, at) => {
      const leg = guidOf(500 + secret * 10 + at);
      this.send('POST', `${api}/calls/${call}/calllegs`, `remoteParty=${party}`, {
        location: `${api}/callLegs/${leg}`,
        action: `created new call leg ${leg}, call ${call}`,
      });
    });
    return this;
  }

  /** The opening PUT, and that of an extension. */
  open(slot: number, title: string, secret: number): this {
    const id = slotIds[slot - 1] as string;
    this.#names.set(id, title);
    const body = `&nonMemberAccess=true&passcode=&name=${title}&secret=${guidOf(700 + secret)}`;
    return this.send('PUT', `${api}/cospaces/${id}`, body, { action: `modified space ${id} (${title})` });
  }

  /** A meeting ends. */
  end(slot: number): this {
    const id = slotIds[slot - 1] as string;
    const name = `TMS_Scheduled_Meeting_${slot}`;
    const call = this.#calls.get(id) ?? '';
    this.status().spaces().calls().spaces();
    this.#names.set(id, name);
    const body = `&nonMemberAccess=false&passcode=&name=${name}&regenerateSecret=true`;
    this.send('PUT', `${api}/cospaces/${id}`, body, { action: `modified space ${id} (${name})` });
    this.#calls.delete(id);
    return this.send('DELETE', `${api}/calls/${call}`, null, { action: `deleted call ${call}` });
  }

  print(): string {
    return printLog(this.exchanges);
  }
}

const callProfile = 'participantLimit=1000&messageBoardEnabled=false';
const callLegProfile =
  'defaultLayout=telepresence&changeLayoutAllowed=true&presentationContributionAllowed=true' +
  '&presentationViewingAllowed=true&muteSelfAllowed=true&videoMuteSelfAllowed=true';

/** A whole life: an addition, slots, two meetings after one another in one slot, one beside them in another. */
export function cleanLog(): Exchange[] {
  return new LogWriter()
    .poll()
    .wait(3600)
    .add()
    .wait(240)
    .provision()
    .wait(3600)
    .space(1, ['<nonMemberAccess>false</nonMemberAccess>'])
    .start(1, 'Budget review', 1, ['desk@example.test', 'room@example.test'])
    .wait(300)
    .start(2, 'Stand up', 2)
    .wait(900)
    .open(1, 'Budget review', 1)
    .wait(900)
    .end(1)
    .wait(60)
    .space(1, ['<name>TMS_Scheduled_Meeting_1</name>', '<nonMemberAccess>false</nonMemberAccess>'])
    .start(1, 'Retrospective', 3, ['desk@example.test'])
    .wait(600)
    .end(2)
    .wait(600)
    .end(1)
    .wait(30)
    .send('GET', `${api}/coSpaces`, null, { status: 401, challenge: true })
    .spaces()
    .calls()
    .wait(3600)
    .poll().exchanges;
}

/** A step of a controller, as its own tests have it. */
interface Step {
  method: string;
  path: string;
  body?: string;
  answer: { status: number; size: number; location?: string; xml?: XmlNode };
}

/** The steps of a controller as a node would trace them. */
export function exchangesOf(steps: readonly Step[]): Exchange[] {
  const writer = new LogWriter().poll().wait(3600);
  for (const { method, path, body, answer } of steps) {
    const { status, size, location = null, xml } = answer;
    writer.send(method, path, body ?? null, { status, size, location, document: xml ? linesOf(xml) : [] });
  }
  return writer.exchanges;
}

function linesOf({ name, attributes, children, text }: XmlNode): string[] {
  const begin = `<${[name, ...Object.entries(attributes).map(([key, value]) => `${key}="${value}"`)].join(' ')}>`;
  if (children.length === 0) return [`${begin}${text}</${name}>`];
  return [begin, ...children.flatMap(linesOf), `</${name}>`];
}

/** The lines that a node writes of these requests. */
export function printLog(exchanges: readonly Exchange[]): string {
  return exchanges.map((exchange) => `${printExchange(exchange).join('\n')}\n`).join('');
}

/** The lines of one request. */
export function printExchange(exchange: Exchange): string[] {
  const { number, method, path, client, user, body, status, size, location, document, action, challenge } = exchange;
  const trace = (text: string) => headed(exchange, 'user.info', `API trace ${number}:${text}`);
  const lines = [trace(requestText(method, path, client))];
  if (body !== null) {
    const type = 'application/x-www-form-urlencoded';
    lines.push(trace(contentText(exchange.contentSize ?? Buffer.byteLength(body), type)));
    const pairs = body.split('&');
    pairs.forEach((pair, at) => {
      const isMasked = pair.startsWith('passcode=');
      const text = isMasked ? `passcode=${mask}` : `${pair}${at === pairs.length - 1 ? '' : '&'}`;
      lines.push(...parameterTexts(text).map(trace));
    });
  }
  if (action !== null) lines.push(headed(exchange, 'local0.info', auditText(client, user, action)));
  lines.push(trace(answerText(status, size)));
  if (challenge) lines.push(trace(headerText('WWW-Authenticate', 'Basic realm="acano"')));
  if (location !== null) lines.push(trace(headerText('Location', location)));
  // in whole: what an elision takes away nobody can judge
  lines.push(...bodyTexts(document, document.length).map(trace));
  return lines;
}

function headed({ at, host }: Exchange, facility: string, text: string): string {
  const two = (number: number) => String(Math.floor(number)).padStart(2, '0');
  const time = `${two(at / 3600)}:${two((at / 60) % 60)}:${two(at % 60)}`;
  return `Mar  3 ${time} ${facility} ${host} host:server:  INFO : ${text}`;
}

function listing(name: string, items: readonly string[][]): string[] {
  if (items.length === 0) return [`<${name} total="0"></${name}>`];
  return [`<${name} total="${items.length}">`, ...items.flat(), `</${name}>`];
}
