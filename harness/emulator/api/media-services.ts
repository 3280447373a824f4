import type { ObjectType } from '../../protocol/api/model.ts';
import type { XmlElement } from '../../protocol/xml.ts';
import type { Resource } from './resources.ts';

const none = { list: () => [], find: () => undefined };

/** `turnServers/<id>/status`: what each of its addresses answers; the emulator has no TURN server to ask (values inferred). */
export const turnServerStatusResource: Resource = {
  ...none,
  document: ({ objects, policies }, parent) => {
    const { serverAddress = '', tcpPortNumberOverride = '' } =
      objects.get('turnServer', parent?.id ?? '')?.fields ?? {};
    const hosts = policies['objects.turnServerHosts'](serverAddress, tcpPortNumberOverride);
    return {
      name: 'turnServerStatus',
      children: hosts.map((host) => ({
        name: 'host',
        children: Object.entries(host).map(([name, text]): XmlElement => ({ name, text })),
      })),
    };
  },
};

/** `recorders/<id>/status` and `streamers/<id>/status`: `unused` without an address, else nobody answers there (inferred). */
export function serviceStatusResource(type: ObjectType, count: string): Resource {
  return {
    ...none,
    single: ({ objects, policies }, parent) => {
      const url = parent ? objects.get(type, parent.id)?.fields.url : undefined;
      return { id: '', fields: { status: policies['objects.serviceStatus'](url ?? ''), [count]: '0' } };
    },
  };
}

/** An action that needs media or files that the emulator hasn't: it is taken and changes nothing. */
export const emptyAction: Resource = { ...none, run: () => ({}) };
