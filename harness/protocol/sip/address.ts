/** A SIP or SIPS URI (RFC 3261 19.1). */
export interface SipUri {
  scheme: 'sip' | 'sips';
  /** Empty when the URI names a host only. */
  user: string;
  host: string;
  port: number | null;
  /** Parameters with their values, which are empty for flags; names in lower case. */
  parameters: Record<string, string>;
}

/** A `From`, `To`, `Contact` or `Route` value. */
export interface NameAddress {
  display: string;
  /** The URI as it stands there. */
  uri: string;
  parameters: Record<string, string>;
}

/** Reads a URI, null when it is none. */
export function parseSipUri(text: string): SipUri | null {
  const parts =
    /^(sips?):(?:([^@\s<>]*)@)?(\[[0-9a-f:.]+\]|[^\s:;?@<>[\]]+)(?::(\d{1,5}))?((?:;[^;?\s]+)*)(?:\?\S*)?$/i.exec(text);
  if (!parts) return null;
  const [, scheme = '', user = '', host = '', port, parameters = ''] = parts;
  return {
    scheme: scheme.toLowerCase() === 'sips' ? 'sips' : 'sip',
    user,
    host: host.replace(/^\[|\]$/g, '').toLowerCase(),
    port: port === undefined ? null : Number(port),
    parameters: readParameters(parameters),
  };
}

/** The URI as text. */
export function printSipUri({ scheme, user, host, port, parameters }: SipUri): string {
  const flags = Object.entries(parameters).map(([name, value]) => `;${name}${value === '' ? '' : `=${value}`}`);
  return `${scheme}:${user === '' ? '' : `${user}@`}${hostPort(host, port)}${flags.join('')}`;
}

/** `host:port`, IPv6 addresses in brackets. */
export function hostPort(host: string, port: number | null): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === null ? name : `${name}:${port}`;
}

/** Reads `"Name" <uri>;tag=x` and the form without brackets. */
export function parseNameAddress(text: string): NameAddress {
  const bracketed = /^\s*(?:"((?:\\.|[^"\\])*)"|([^<"]*?))\s*<([^>]*)>(.*)$/s.exec(text);
  if (bracketed) {
    const [, quoted, plain = '', uri = '', rest = ''] = bracketed;
    return {
      display: quoted === undefined ? plain.trim() : quoted.replace(/\\(.)/gs, '$1'),
      uri,
      parameters: readParameters(rest),
    };
  }
  const [uri = '', ...rest] = text.trim().split(';');
  return { display: '', uri: uri.trim(), parameters: readParameters(rest.map((part) => `;${part}`).join('')) };
}

/** Text in quotation marks, as a display name stands in a header; control characters are left out. */
export function quoted(text: string): string {
  return `"${text.replace(/\p{Cc}/gu, '').replace(/["\\]/g, '\\$&')}"`;
}

/** A `Via` value: who sent the message, and the branch of its transaction. */
export function parseVia(text: string): { transport: string; sentBy: string; parameters: Record<string, string> } {
  const [, transport = '', sentBy = '', rest = ''] =
    /^SIP\s*\/\s*2\.0\s*\/\s*(\w+)\s+([^;\s]+)\s*(.*)$/is.exec(text) ?? [];
  return { transport: transport.toUpperCase(), sentBy, parameters: readParameters(rest) };
}

function readParameters(text: string): Record<string, string> {
  const pairs = text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part): [string, string] => {
      const at = part.indexOf('=');
      return at < 0 ? [part.toLowerCase(), ''] : [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()];
    });
  return Object.fromEntries(pairs);
}
