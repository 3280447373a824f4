import type { XmlNode } from '../protocol/xml-read.ts';
import type { BridgeAnswer, BridgeMethod, ManagedBridgePort } from './port.ts';

type Fields = Record<string, string>;

/** A bridge in memory for the controller's own tests: it does what the controller needs, and nothing of it is judged. */
export class MemoryBridge implements ManagedBridgePort {
  readonly spaces: Map<string, Fields>;
  readonly calls = new Map<string, Fields>();
  readonly legs = new Map<string, Fields>();
  readonly syncs = new Map<string, Fields>();
  readonly sets = new Map<string, Fields>();
  /** Items on a page. */
  pageSize = 20;
  /** Status that a finished sync shows, after so many polls in `running`. */
  syncStatus = 'complete';
  runningPolls = 1;
  /** Answers to give instead: by method and the path's beginning, in lower case. */
  readonly refusals = new Map<string, number>();
  #next = 1;

  /** With the spaces of another one, as bridges of one cluster have them. */
  constructor(spaces = new Map<string, Fields>()) {
    this.spaces = spaces;
  }

  request(method: BridgeMethod, path: string, body?: string): Promise<BridgeAnswer> {
    const key = `${method} ${path.toLowerCase()}`;
    const refusal = [...this.refusals].find(([prefix]) => key.startsWith(prefix));
    const result = refusal ? { status: refusal[1] } : this.#handle(method, path, new URLSearchParams(body ?? ''));
    const { status = 200, location, xml } = result as { status?: number; location?: string; xml?: XmlNode };
    const text = xml ? '<xml/>' : '';
    return Promise.resolve({
      method,
      path,
      status,
      headers: {},
      size: text.length,
      body: text,
      ...(location === undefined ? {} : { location }),
      ...(xml ? { xml } : {}),
    });
  }

  #handle(
    method: BridgeMethod,
    path: string,
    form: URLSearchParams,
  ): { status?: number; location?: string; xml?: XmlNode } {
    const [route = '', query = ''] = path.split('?');
    const [, , , root = '', id = '', below = ''] = route.toLowerCase().split('/');
    const fields = Object.fromEntries(form);
    const offset = Number(new URLSearchParams(query).get('offset') ?? 0);
    switch (`${method} ${root}${below === '' ? '' : `/${below}`}`) {
      case 'GET system':
        return { xml: element('status') };
      case 'GET callbridges':
        return {
          xml:
            id === ''
              ? collection('callBridges', 'callBridge', [['b1', { name: 'one' }]], 0, 20)
              : element('callBridge', id),
        };
      case 'GET participants':
        return { xml: collection('participants', 'participant', [], 0, 20) };
      case 'GET cospaces':
        return { xml: collection('coSpaces', 'coSpace', [...this.spaces], offset, this.pageSize) };
      case 'GET calls':
        return { xml: collection('calls', 'call', [...this.calls], offset, this.pageSize) };
      case 'GET calllegs':
        return id === ''
          ? { xml: collection('callLegs', 'callLeg', [...this.legs], offset, this.pageSize) }
          : { xml: element('callLeg', id, this.legs.get(id)) };
      case 'GET calls/calllegs': {
        const legs = [...this.legs].filter(([, leg]) => leg.call === id);
        return { xml: collection('callLegs', 'callLeg', legs, offset, this.pageSize) };
      }
      case 'GET cospacebulksyncs':
        return { xml: this.#poll(id) };
      case 'POST callprofiles':
        return { location: `/api/v1/callProfiles/${this.#id()}` };
      case 'POST calllegprofiles':
        return { location: `/api/v1/callLegProfiles/${this.#id()}` };
      case 'POST cospacebulkparametersets':
        return { location: `/api/v1/cospaceBulkParameterSets/${this.#keep(this.sets, fields)}` };
      case 'POST cospacebulksyncs':
        return { location: `/api/v1/cospaceBulkSyncs/${this.#sync(fields)}` };
      case 'POST calls':
        return { location: `/api/v1/calls/${this.#keep(this.calls, fields)}` };
      case 'POST calls/calllegs':
        return { location: `/api/v1/callLegs/${this.#keep(this.legs, { ...fields, call: id })}` };
      case 'PUT cospacebulkparametersets':
        this.sets.set(id, { ...this.sets.get(id), ...fields });
        return {};
      case 'PUT cospaces':
        this.spaces.set(id, { ...this.spaces.get(id), ...fields });
        return {};
      case 'DELETE calls':
        return this.calls.delete(id) ? {} : { status: 400 };
      default:
        return { status: 400 };
    }
  }

  #poll(id: string): XmlNode {
    const sync = this.syncs.get(id) ?? {};
    const polls = Number(sync.polls ?? 0);
    this.syncs.set(id, { ...sync, polls: String(polls + 1) });
    return element('cospaceBulkSync', id, { status: polls < this.runningPolls ? 'running' : this.syncStatus });
  }

  #sync(fields: Fields): string {
    const set = this.sets.get(fields.cospaceBulkParameterSet ?? '') ?? {};
    // what was made by the set before is replaced, and by nothing when all is to be removed
    if (this.syncStatus === 'complete') this.spaces.clear();
    if (fields.removeAll === 'true') return this.#keep(this.syncs, fields);
    for (let n = Number(set.startIndex); n <= Number(set.endIndex) && this.syncStatus === 'complete'; n++) {
      this.#keep(this.spaces, { name: `TMS_Scheduled_Meeting_${n}`, uri: String(n), callId: String(n) });
    }
    return this.#keep(this.syncs, fields);
  }

  #keep(where: Map<string, Fields>, fields: Fields): string {
    const id = this.#id();
    where.set(id, fields);
    return id;
  }

  #id(): string {
    return `00000000-0000-4000-8000-${String(this.#next++).padStart(12, '0')}`;
  }
}

function element(name: string, id = '', fields: Fields = {}): XmlNode {
  const children = Object.entries(fields).map(([field, text]) => ({ name: field, attributes: {}, children: [], text }));
  return { name, attributes: id === '' ? {} : { id }, children, text: '' };
}

function collection(root: string, item: string, items: [string, Fields][], offset: number, size: number): XmlNode {
  const children = items.slice(offset, offset + size).map(([id, fields]) => element(item, id, fields));
  return { name: root, attributes: { total: String(items.length) }, children, text: '' };
}
