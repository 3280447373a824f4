import { parseNameAddress, parseVia } from './address.ts';
import { header, headerList, type SipHeader, type SipMessage, type SipRequest, type SipResponse } from './message.ts';

/** Phrases of the statuses that are sent here (RFC 3261 21). */
const phrases: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  183: 'Session Progress',
  200: 'OK',
  403: 'Forbidden',
  404: 'Not Found',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  501: 'Not Implemented',
  503: 'Service Unavailable',
  603: 'Decline',
};

/** What holds a call's messages together. */
export function callIdOf(message: SipMessage): string {
  return header(message, 'Call-ID') ?? '';
}

/** Number and method of `CSeq`. */
export function sequenceOf(message: SipMessage): { number: number; method: string } {
  const [number = '', method = ''] = (header(message, 'CSeq') ?? '').trim().split(/\s+/);
  return { number: Number(number), method };
}

/** The tag of `From` or `To`, null when it has none. */
export function tagOf(message: SipMessage, name: 'From' | 'To'): string | null {
  return parseNameAddress(header(message, name) ?? '').parameters.tag ?? null;
}

/** The branch of the topmost `Via`: what an answer has in common with its request. */
export function branchOf(message: SipMessage): string {
  return parseVia(headerList(message, 'Via')[0] ?? '').parameters.branch ?? '';
}

/**
 * An answer to a request (RFC 3261 8.2.6): its `Via`, `From`, `To`, `Call-ID` and `CSeq`, and `Record-Route` where a dialog may
 * begin. `tag` is put on a `To` that has none.
 */
export function answerTo(
  request: SipRequest,
  status: number,
  options: { tag?: string; headers?: readonly SipHeader[]; body?: string } = {},
): SipResponse {
  const kept = request.headers.filter(([name]) => /^(via|from|call-id|cseq|record-route)$/i.test(name));
  const to = header(request, 'To') ?? '';
  const tagged = options.tag && tagOf(request, 'To') === null ? `${to};tag=${options.tag}` : to;
  return {
    kind: 'response',
    status,
    reason: phrases[status] ?? 'Answer',
    headers: [...kept, ['To', tagged], ...(options.headers ?? [])],
    body: options.body ?? '',
  };
}

/** A description of a session without media: audio that is offered at an address and comes from nowhere (RFC 4566). */
export function silentSession(address: string, session: number): string {
  const family = address.includes(':') ? 'IP6' : 'IP4';
  const lines = [
    'v=0',
    `o=- ${session} ${session} IN ${family} ${address}`,
    's=-',
    `c=IN ${family} ${address}`,
    't=0 0',
    'm=audio 9 RTP/AVP 8 0',
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:0 PCMU/8000',
  ];
  return `${lines.join('\r\n')}\r\n`;
}
