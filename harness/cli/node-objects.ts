import type { ApiBody, ApiClient } from '../clients/api.ts';
import type { Verb } from '../protocol/api/model.ts';
import type { EmulatorTarget } from '../targets/emulator.ts';

const api = '/api/v1';

type Form = Record<string, string>;
/** An id in a form: that of an object of this collection. */
const idOf = (collection: string) => `id of ${collection}`;

/** What it takes to create an object; the others need nothing. */
const forms: Readonly<Record<string, Form>> = {
  '/accessQuery': { uri: 'nobody' },
  '/callBridges': { name: 'bridge-{n}', address: 'https://bridge.example.test' },
  '/calls': { coSpace: idOf('/coSpaces') },
  '/calls/id/callLegs': { remoteParty: 'somebody@198.51.100.7' },
  '/calls/id/participants': { remoteParty: 'somebody@198.51.100.7' },
  '/conversationIdQuery': { conversationId: 'none' },
  '/cospaceBulkParameterSets': {
    startIndex: '1',
    endIndex: '2',
    coSpaceUriMapping: 'probe.{n}.$index$',
    coSpaceNameMapping: 'Probe $index$',
  },
  '/cospaceBulkSyncs': { cospaceBulkParameterSet: idOf('/cospaceBulkParameterSets') },
  '/coSpaces': { name: 'Probe {n}', uri: 'probe.{n}', callId: '77{n}00' },
  '/coSpaces/id/accessMethods': { uri: 'method.{n}' },
  '/coSpaces/id/coSpaceUsers': { userJid: 'member.{n}@example.test' },
  '/coSpaces/id/messages': { message: 'Hello' },
  '/dialTransforms': { type: 'raw', match: 'x', transform: 'y' },
  '/directorySearchLocations': { ldapServer: idOf('/ldapServers') },
  '/ivrs': { uri: 'ivr.{n}' },
  '/ldapServers': { address: 'ldap.example.test', portNumber: '636', secure: 'true' },
  '/ldapSources': { server: idOf('/ldapServers'), mapping: idOf('/ldapMappings'), baseDn: 'dc=example,dc=test' },
  '/ldapSyncs': { ldapSource: idOf('/ldapSources') },
  '/ldapUserCoSpaceTemplateSources': {
    coSpaceTemplate: idOf('/coSpaceTemplates'),
    ldapSource: idOf('/ldapSources'),
    filter: '(cn=*)',
  },
  '/outboundDialPlanRules': { domain: 'example.test' },
  '/inboundDialPlanRules': { domain: 'in.{n}.example.test' },
  '/forwardingDialPlanRules': { matchPattern: 'forward.{n}.example.test' },
  '/recorders': { url: 'https://recorder.example.test' },
  '/streamers': { url: 'https://streamer.example.test' },
  '/system/cdrReceivers': { uri: 'http://cdr.example.test/{n}' },
  '/uriUsageQuery': { uri: 'nobody' },
  '/users/id/userCoSpaceTemplates': { coSpaceTemplate: idOf('/coSpaceTemplates') },
  '/webBridges': { url: 'https://join.example.test' },
};

/** Where objects are listed that something else makes. */
const madeBy: Readonly<Record<string, string>> = {
  '/callLegs': '/calls/id/callLegs',
  '/system/diagnostics': '/coSpaces/id/diagnostics',
};

/** Objects for every id in a documented path, made over the API that is probed. */
export class NodeObjects {
  readonly #client: ApiClient;
  readonly #emulator: EmulatorTarget;
  #number = 10;
  /** What the last object was refused with. */
  refusal = '';

  constructor(client: ApiClient, emulator: EmulatorTarget) {
    this.#client = client;
    this.#emulator = emulator;
  }

  /** A path with a fresh object for each `id`; null when one can't be had. */
  async pathOf(path: string): Promise<string | null> {
    const at = path.lastIndexOf('/id');
    if (at < 0) return `${api}${path}`;
    const object = await this.#object(path.slice(0, at));
    return object === null ? null : `${object}${path.slice(at + 3)}`;
  }

  /** What a POST or PUT there takes. */
  async bodyOf(path: string, verb: Verb): Promise<ApiBody> {
    if (verb === 'PUT') return path === '/layoutTemplates/id/template' ? '{"name":"Probe"}' : [];
    return this.#form(path);
  }

  async #form(path: string): Promise<[string, string][]> {
    const pairs: [string, string][] = [];
    for (const [name, value] of Object.entries(forms[path] ?? { name: 'Probe' })) {
      const other = value.startsWith('id of ') ? await this.#object(value.slice(6)) : null;
      pairs.push([name, other === null ? value.replace('{n}', String(this.#number++)) : idIn(other)]);
    }
    return pairs;
  }

  /** The path of an object of a collection, e.g. `/coSpaces/id/accessMethods`. */
  async #object(collection: string): Promise<string | null> {
    if (collection === '/users') return `${api}/users/${await this.#user()}`;
    if (collection === '/participants') return this.#participant();
    const maker = madeBy[collection] ?? collection;
    const where = await this.pathOf(maker);
    if (where === null) return null;
    const { status, location, body } = await this.#client.post(where, await this.#form(maker));
    if (status === 200 && location) return location;
    this.refusal = `POST ${maker} answers ${status} ${body.replace(/^.*<failureDetails>|<\/failureDetails>$/g, '').slice(0, 80)}`;
    return null;
  }

  async #user(): Promise<string> {
    const username = `user.${this.#number++}@example.test`;
    return (await this.#emulator.bench?.addUser({ username, name: 'Probe', password: 'probe-1' })) ?? '';
  }

  async #participant(): Promise<string | null> {
    const leg = await this.#object('/callLegs');
    const { items } = await this.#client.all(`${api}/participants`);
    const id = items.at(-1)?.attributes.id;
    if (leg === null || !id) this.refusal ||= 'no participant is listed';
    return leg !== null && id ? `${api}/participants/${id}` : null;
  }
}

function idIn(path: string): string {
  return path.split('/').at(-1) ?? '';
}
