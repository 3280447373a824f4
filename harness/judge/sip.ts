import { parseNameAddress, parseSipUri } from '../protocol/sip/address.ts';
import { callIdOf, sequenceOf } from '../protocol/sip/dialog.ts';
import { headerList, type SipHeader } from '../protocol/sip/message.ts';
import { defineJudge, type Finding } from './judge.ts';

/** Rules about outgoing SIP calls: what reached the harness's user agents, and what the API and the log told meanwhile. */

/** A request that a user agent got. */
export interface SipRequestSeen {
  transport: string;
  method: string;
  uri: string;
  headers: readonly SipHeader[];
}

/** What one user agent got of one call, in its order: the INVITE first. */
export type SipCallSeen = readonly SipRequestSeen[];

/** A call leg as the API showed it last: its fields, or that there is no such leg. */
export interface SipLegSeen {
  request: string;
  status: number;
  fields: Record<string, string>;
}

/** The user agents that a dial plan knows, by what they are there for, with the calls that each of them got. */
export interface SipReached {
  expected: string;
  agents: { name: string; calls: readonly SipCallSeen[] }[];
}

/** Exactly one user agent was called, the expected one, and once. */
export const reachesOnly = defineJudge<SipReached>('sip.invite.reachesOnly', ({ expected, agents }) =>
  agents.flatMap(({ name, calls }) => {
    const wanted = name === expected ? 1 : 0;
    return calls.length === wanted
      ? []
      : [{ where: `user agent "${name}"`, expected: inviteCount(wanted), observed: inviteCount(calls.length) }];
  }),
);

/** Nobody is called. */
export const reachesNobody = defineJudge<Omit<SipReached, 'expected'>>('sip.invite.reachesNobody', ({ agents }) =>
  agents.flatMap(({ name, calls }) =>
    calls.length === 0
      ? []
      : [{ where: `user agent "${name}"`, expected: inviteCount(0), observed: inviteCount(calls.length) }],
  ),
);

/** User agents were called in this order, each once. */
export const reachesInOrder = defineJudge<{ expected: string[]; called: string[] }>(
  'sip.invite.reachesInOrder',
  ({ expected, called }) =>
    expected.join() === called.join()
      ? []
      : [{ where: 'INVITEs', expected: expected.join(', then '), observed: called.join(', then ') || 'none' }],
);

/** The INVITE asks for the party that was dialled: user part and domain. */
export const asksForParty = defineJudge<{ party: string; calls: readonly SipCallSeen[] }>(
  'sip.invite.asksForParty',
  ({ party, calls }) =>
    eachInvite(calls, (invite) => {
      const uri = parseSipUri(invite.uri);
      const asked = uri ? `${uri.user}@${uri.host}` : invite.uri;
      return asked === party ? [] : [{ where: 'request URI of the INVITE', expected: party, observed: asked }];
    }),
);

/** The domain in a header of the INVITE. */
export const headerHasDomain = defineJudge<{
  header: 'From' | 'Contact';
  domain: string;
  calls: readonly SipCallSeen[];
}>('sip.invite.headerHasDomain', ({ header: name, domain, calls }) =>
  eachInvite(calls, (invite) => {
    const text = headerList(asMessage(invite), name)[0] ?? '';
    const host = parseSipUri(parseNameAddress(text).uri)?.host ?? '';
    return host === domain ? [] : [{ where: `${name} of the INVITE`, expected: domain, observed: text || 'none' }];
  }),
);

/** The INVITE came over one of these transports. */
export const comesOver = defineJudge<{ transports: string[]; calls: readonly SipCallSeen[] }>(
  'sip.invite.comesOver',
  ({ transports, calls }) =>
    eachInvite(calls, ({ transport }) =>
      transports.includes(transport)
        ? []
        : [{ where: 'transport of the INVITE', expected: transports.join(' or '), observed: transport }],
    ),
);

/** The leg has this state; `gone` when there is no such leg. */
export const legIs = defineJudge<{ state: string; leg: SipLegSeen }>('sip.leg.is', ({ state, leg }) => {
  const seen = stateOf(leg);
  return seen === state ? [] : [{ where: leg.request, expected: state, observed: seen }];
});

/** The leg's status tells the Call-ID of the INVITE. */
export const legTellsCallId = defineJudge<{ leg: SipLegSeen; calls: readonly SipCallSeen[] }>(
  'sip.leg.tellsCallId',
  ({ leg, calls }) =>
    eachInvite(calls, (invite) => {
      const expected = callIdOf(asMessage(invite));
      const observed = leg.fields.sipCallId ?? leg.fields.sipCallID ?? 'none';
      return observed === expected ? [] : [{ where: `${leg.request}, status/sipCallId`, expected, observed }];
    }),
);

/** At least `count` requests of a method came within the call, or one; over UDP more may come. */
export const getsRequest = defineJudge<{ method: string; count?: number; calls: readonly SipCallSeen[] }>(
  'sip.call.getsRequest',
  ({ method, count = 1, calls }) =>
    eachInvite(calls, (_invite, call) => {
      const seen = call.filter((request) => request.method === method).length;
      return seen >= count ? [] : [{ where: 'call', expected: `${count} ${method}`, observed: methodsOf(call) }];
    }),
);

/** The ACK has the number of the INVITE that it acknowledges, and its Call-ID (RFC 3261 13.2.2.4). */
export const isAcknowledged = defineJudge<{ calls: readonly SipCallSeen[] }>('sip.call.isAcknowledged', ({ calls }) =>
  eachInvite(calls, (invite, call) => {
    const ack = call.find(({ method }) => method === 'ACK');
    if (!ack) return [{ where: 'call', expected: 'an ACK', observed: methodsOf(call) }];
    const [expected, observed] = [sequenceOf(asMessage(invite)).number, sequenceOf(asMessage(ack)).number];
    return expected === observed
      ? []
      : [{ where: 'CSeq of the ACK', expected: String(expected), observed: String(observed) }];
  }),
);

/** A request inside the call was answered so. */
export const isAnswered = defineJudge<{ method: string; status: number; answered: number | null }>(
  'sip.request.isAnswered',
  ({ method, status, answered }) =>
    answered === status
      ? []
      : [{ where: `answer to the ${method}`, expected: String(status), observed: String(answered ?? 'none') }],
);

/** The calls have Call-IDs of their own. */
export const callIdsDiffer = defineJudge<{ count: number; calls: readonly SipCallSeen[] }>(
  'sip.calls.idsDiffer',
  ({ count, calls }) => {
    const ids = new Set(calls.map(([invite]) => (invite ? callIdOf(asMessage(invite)) : '')));
    return ids.size === count
      ? []
      : [{ where: 'INVITEs', expected: `${count} Call-IDs`, observed: `${ids.size} among ${calls.length}` }];
  },
);

/** Log lines that were expected, as text with `*` for what varies, in this order among the others. */
export const logTells = defineJudge<{ expected: string[]; lines: string[] }>('sip.log.tells', ({ expected, lines }) => {
  let from = 0;
  for (const text of expected) {
    const pattern = new RegExp(`${text.split('*').map(escaped).join('\\S+')}$`);
    const at = lines.findIndex((line, index) => index >= from && pattern.test(line));
    if (at < 0) return [{ where: 'log', expected: `"${text}"`, observed: related(lines) }];
    from = at + 1;
  }
  return [];
});

/** Lines of one call have one number. */
export const numbersAgree = defineJudge<{ lines: string[]; party: string; texts: string[] }>(
  'sip.log.numbersAgree',
  ({ lines, party, texts }) => {
    const begun = lines.find((line) => line.includes(`outgoing SIP call to "${party}"`)) ?? '';
    const number = /call (\d+): outgoing/.exec(begun)?.[1];
    if (number === undefined)
      return [{ where: 'log', expected: `a line of the call to ${party}`, observed: related(lines) }];
    return texts
      .map((text) => `call ${number}: ${text}`)
      .filter((text) => !lines.some((line) => line.endsWith(text)))
      .map((text) => ({ where: 'log', expected: `"${text}"`, observed: related(lines) }));
  },
);

/** The state of a leg as the API showed it. */
export function stateOf({ status, fields }: SipLegSeen): string {
  if (status === 200) return fields.state ?? 'no state';
  return status === 400 || status === 404 ? 'gone' : `status ${status}`;
}

function eachInvite(
  calls: readonly SipCallSeen[],
  rule: (invite: SipRequestSeen, call: SipCallSeen) => Finding[],
): Finding[] {
  if (calls.length === 0) return [{ where: 'user agent', expected: 'an INVITE', observed: 'none' }];
  return calls.flatMap((call) => (call[0] ? rule(call[0], call) : []));
}

function asMessage({ method, uri, headers }: SipRequestSeen) {
  return { kind: 'request' as const, method, uri, headers, body: '' };
}

function methodsOf(call: SipCallSeen): string {
  return call.map(({ method }) => method).join(', ');
}

function inviteCount(count: number): string {
  return count === 0 ? 'no INVITE' : count === 1 ? 'one INVITE' : `${count} INVITEs`;
}

function related(lines: readonly string[]): string {
  const about = lines.filter((line) => /SIP|outgoing connection|falling back|joined space/.test(line));
  return about.length === 0 ? 'no line about it' : about.slice(-6).join(' | ');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
