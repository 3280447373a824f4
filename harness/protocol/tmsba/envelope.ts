import { writeXml, type XmlElement, type XmlStyle } from '../xml.ts';
import { readXml } from '../xml-read.ts';
import { type QualifiedNode, qualify } from './codec.ts';
import { exceptionNamespace, type SoapVersion, soap } from './service.ts';

/** A SOAP message: its version, its header entries and the one element of its body. */
export interface Message {
  version: SoapVersion;
  headers: QualifiedNode[];
  body: QualifiedNode;
}

/** A fault as it stands in an answer; a code is null where the detail has none. */
export interface Fault {
  /** `Sender` or `Client`, `Receiver` or `Server`, without prefix. */
  who: string;
  reason: string;
  /** Name of the detail element as it is written, with its prefix. */
  detailName: string | null;
  errorCode: number | null;
  clientSession: string | null;
}

/** Reads an envelope of either version. Throws SyntaxError for everything that is none. */
export function readEnvelope(text: string): Message {
  const root = qualify(readXml(text));
  const version = (Object.keys(soap) as SoapVersion[]).find((one) => soap[one].envelope === root.namespace);
  if (root.name !== 'Envelope' || !version) throw new SyntaxError(`not a SOAP envelope: <${root.name}>`);
  const part = (name: string) =>
    root.children.find((child) => child.name === name && child.namespace === root.namespace);
  const body = part('Body')?.children[0];
  if (!body) throw new SyntaxError('the SOAP envelope has no body, or an empty one');
  return { version, headers: part('Header')?.children ?? [], body };
}

const style: XmlStyle = {
  declaration: '<?xml version="1.0" encoding="utf-8"?>',
  gap: '',
  escape: escapeXml,
  empty: (name, attributes) => `<${name}${attributes} />`,
  flag: (name, attributes) => `<${name}${attributes} />`,
};

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}

/** An element that brings its namespace as the default one. */
export function inNamespace(element: XmlElement, namespace: string): XmlElement {
  return { ...element, attributes: [...(element.attributes ?? []), ['xmlns', namespace]] };
}

export function writeEnvelope(version: SoapVersion, headers: readonly XmlElement[], body: XmlElement): string {
  const children: XmlElement[] = [{ name: 'soap:Body', children: [body] }];
  if (headers.length > 0) children.unshift({ name: 'soap:Header', children: headers });
  return writeXml({ name: 'soap:Envelope', attributes: [['xmlns:soap', soap[version].envelope]], children }, style)
    .text;
}

/** A document that is no SOAP message, e.g. a WSDL. */
export function writeDocument(root: XmlElement): string {
  return writeXml(root, style).text;
}

/**
 * The body element of a fault. Its `detail` is spelled as TMS spells it, in lower case and without prefix, also in SOAP 1.2
 * (facts: tms 5.2).
 */
export function faultElement(
  version: SoapVersion,
  fault: { sender: boolean; reason: string; node: string; detail: readonly { name: string; text: string }[] },
  detailName = 'detail',
): XmlElement {
  const detail: XmlElement = {
    name: detailName,
    children: fault.detail.map((entry) => inNamespace(entry, exceptionNamespace)),
  };
  if (version === '1.1') {
    return {
      name: 'soap:Fault',
      children: [
        { name: 'faultcode', text: fault.sender ? 'soap:Client' : 'soap:Server' },
        { name: 'faultstring', text: fault.reason },
        { name: 'faultactor', text: fault.node },
        detail,
      ],
    };
  }
  const value = { name: 'soap:Value', text: fault.sender ? 'soap:Sender' : 'soap:Receiver' };
  const reason = { name: 'soap:Text', attributes: [['xml:lang', 'en'] as const], text: fault.reason };
  return {
    name: 'soap:Fault',
    children: [
      { name: 'soap:Code', children: [value] },
      { name: 'soap:Reason', children: [reason] },
      { name: 'soap:Node', text: fault.node },
      detail,
    ],
  };
}

/** The fault of a message; null when its body is none. Accepts `detail` in either spelling, and says which. */
export function faultOf(message: Message): Fault | null {
  const { body, version } = message;
  if (body.name !== 'Fault' || body.namespace !== soap[version].envelope) return null;
  const child = (node: QualifiedNode | undefined, name: string) => node?.children.find((one) => one.name === name);
  const code = version === '1.1' ? child(body, 'faultcode') : child(child(body, 'Code'), 'Value');
  const reason = version === '1.1' ? child(body, 'faultstring') : child(child(body, 'Reason'), 'Text');
  const detail = body.children.find(({ name }) => name.toLowerCase() === 'detail');
  const held = (name: string) =>
    detail?.children.find((one) => one.name === name && one.namespace === exceptionNamespace)?.text ?? null;
  const errorCode = held('errorcode');
  return {
    who: code?.text.replace(/^.*:/, '') ?? '',
    reason: reason?.text ?? '',
    detailName: detail ? `${detail.namespace === '' ? '' : `{${detail.namespace}}`}${detail.name}` : null,
    errorCode: errorCode !== null && /^-?\d+$/.test(errorCode.trim()) ? Number(errorCode) : null,
    clientSession: held('clientsessionid'),
  };
}
