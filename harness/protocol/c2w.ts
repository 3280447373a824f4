/**
 * C2W: the TLS WebSockets that Call Bridges and schedulers open to Web Bridges (document 217367; facts: mmp-and-scheduler 3).
 * What goes through them is not public but for one thing: the Web Bridge sends its guid first.
 */

/** Where a Web Bridge listens. */
export interface C2wAddress {
  /** Name or address, without brackets. */
  host: string;
  port: number;
}

const pattern = /^c2w:\/\/(?:\[([0-9a-f:.]+)\]|([^\s/:?#[\]]+)):(\d{1,5})\/?$/i;
const guidPattern = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i;

/** `c2w://host:port`; null for anything else. */
export function parseC2wUrl(text: string): C2wAddress | null {
  const [, bracketed, plain, digits] = pattern.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  return host === undefined || port < 1 || port > 65_535 ? null : { host, port };
}

export function c2wUrl({ host, port }: C2wAddress): string {
  return `c2w://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** `host:port`, as log lines name a Web Bridge. */
export function c2wPeerName(address: C2wAddress): string {
  return c2wUrl(address).slice('c2w://'.length);
}

/** The message that carries a Web Bridge's guid (its format is not public: inferred). */
export function guidMessage(guid: string): string {
  return JSON.stringify({ guid });
}

/** The guid in a message, whatever surrounds it; null when there is none. */
export function guidIn(message: string): string | null {
  return guidPattern.exec(message)?.[0]?.toLowerCase() ?? null;
}

/** What `webBridges/<id>/status` may say (CMS API reference, "Web Bridge methods"). */
export const webBridgeStatuses = ['unused', 'success', 'connectionFailure', 'dnsFailure'] as const;
export type WebBridgeStatus = (typeof webBridgeStatuses)[number];

/** Type of the alarm of a Call Bridge that can't reach a Web Bridge (CMS API reference, "System alarms", 3.0). */
export const c2wAlarm = 'c2wConnectionFailure';

/** What the `failureReason` of an alarm may say (CMS API reference, "System alarms"). */
export const alarmFailureReasons = [
  'authenticationFailure',
  'connectFailure',
  'dataFormatInvalid',
  'destinationReadOnly',
  'dnsFailure',
  'error',
  'fileNotFound',
  'fileSizeLimitExceeded',
  'internalServerError',
  'serviceUnavailable',
] as const;
export type AlarmFailureReason = (typeof alarmFailureReasons)[number];
